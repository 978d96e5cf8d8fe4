import { expect, test } from 'vitest';
import { createMask } from '../src/index.ts';
import { tokens } from './tokens.ts';

const environment = {
  HF_TOKEN: 'Canary-of-hugging-face',
  CUDA_CACHE_KEY: 'pa"ss<wo&rd>|x',
  PYTORCH_CUDA_ALLOC_CONF: 'expandable_segments:True,max_split_size_mb:128',
};
const ada = { home: '/home/ada', user: 'ada', host: 'ml-box-7.example.org', environment };
const clean = createMask(ada);

test('home, user and host are masked wherever they name someone', async () => {
  expect(await clean('/home/ada/.venv/bin/python')).toBe('~/.venv/bin/python');
  expect(await clean('--out=/HOME/Ada')).toBe('--out=~');
  expect(await clean('/data/ada/envs and C:\\Users\\ada\\x')).toBe(
    '/data/<user>/envs and C:\\Users\\<user>\\x',
  );
  expect(await clean('on ml-box-7, ML-BOX-7.example.org')).toBe('on <host>, <host>');
});

test('what only looks like it stays', async () => {
  const texts = ['/data/adam/x, nevada, ada lovelace', 'ml-box-77', 'curand 10.3.9.90 at 12:34:56'];
  for (const text of texts) expect(await clean(text)).toBe(text);
  const flags = environment.PYTORCH_CUDA_ALLOC_CONF;
  expect(await clean({ flags })).toEqual({ flags });
});

test('keys, lists and depths are covered; numbers and null stay', async () => {
  expect(await clean({ '/home/ada/x': [{ y: '/home/ada' }, 1, null, true] })).toEqual({
    '~/x': [{ y: '~' }, 1, null, true],
  });
});

test.each(['localhost', 'cuda', 'WebGPU'])(
  'names too common to mean anyone are left alone, as %s',
  async (host) => {
    const mask = createMask({ home: '/', user: 'root', host, environment: {} });
    const text = '/x/root/y on localhost, cuda:13.0, webgpu:dawn';
    expect(await mask(text)).toBe(text);
  },
);

test('homes, mail and networks of others go too', async () => {
  const text =
    'no /home/bob/x nor C:\\Users\\bob; ask bob@example.com at 192.168.1.7, fe80::1ff:fe23:4567:890a or 52:54:00:ab:cd:ef';
  expect(await clean(text)).toBe(
    'no /home/<user>/x nor C:\\Users\\<user>; ask <mail> at <address>, <address> or <address>',
  );
});

test('secrets of the environment are named by their variable, whatever they are spelled of', async () => {
  expect(await clean('401: CANARY-OF-HUGGING-FACE pa"ss<wo&rd>|x')).toBe(
    '401: <HF_TOKEN> <CUDA_CACHE_KEY>',
  );
});

test.each(Object.entries(tokens))(
  'a token of %s is masked in texts and paths',
  async (_, token) => {
    for (const text of [`401 for ${token}, sorry`, `cuda:13.0@/opt/${token}/bin/nvcc`]) {
      const masked = await clean(text);
      expect(masked).toContain('<token>');
      expect(masked).not.toContain(token.slice(-12));
    }
  },
);

test.each([
  ['percent-encoded', '?file=%2Fhome%2Fada%2Fx', '?file=~/x'],
  ['twice percent-encoded', '?file=%252Fhome%252Fbob%252Fx', '?file=/home/<user>/x'],
  ['with but some of it encoded', `?a=g%68${tokens.github.slice(2)}`, '?a=<token>'],
  ['base64', `got ${base64(`Bearer ${tokens.github}`)}!`, 'got Bearer <token>!'],
  ['base64 in a path', `/opt/${base64('mail bob@example.com')}`, 'mail <mail>'],
  ['base64 of a secret', base64(environment.HF_TOKEN), '<HF_TOKEN>'],
])('what is %s is decoded, and masked', async (_, text, masked) => {
  expect(await clean(text)).toBe(masked);
});

test('a key of several lines goes whole', async () => {
  const [begin, end] = ['BEGIN', 'END'].map((word) => `-----${word} RSA PRIVATE KEY-----`);
  const body = Array.from({ length: 12 }, () => 'MIIEpAIBAAKCAQEA7bq9'.repeat(3)).join('\n');
  const masked = await clean({ reason: `read\n${begin}\n${body}\n${end}\nand failed` });
  expect(masked).toEqual({ reason: 'read\n<token>\nand failed' });
});

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
