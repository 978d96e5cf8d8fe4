import { expect, test } from 'vitest';
import { readYaml } from '../src/read-yaml.ts';

test('a configuration is read', () => {
  expect(readYaml('envs_dirs:\n  - ~/envs # ours\nproxy: {http: "http://a:b@c"}\n')).toEqual({
    envs_dirs: ['~/envs'],
    proxy: { http: 'http://a:b@c' },
  });
});

test.each(['[', '{a: ', '{"a":', '- ', '? ', '? - ', '&a !!x - '])(
  'a thousand times %j is refused at once',
  (opener) => {
    const start = performance.now();
    expect(() => readYaml(opener.repeat(1000))).toThrow(/nested|too long/);
    expect(performance.now() - start).toBeLessThan(1000);
  },
);

test('so are keys within keys over many lines', () => {
  const nested = Array.from({ length: 1000 }, (_, at) => `${' '.repeat(at)}?\n`).join('');
  expect(() => readYaml(nested)).toThrow('it is');
});
