import { BenchError } from '@stackbench/model';
import { describe, expect, it } from 'vitest';
import { digestRun } from '../../../src/analysis/publication/digest.ts';
import type { Surroundings } from '@stackbench/privacy';
import { renderPublication } from '../../../src/publish/publish.ts';
import { failedOutcome } from '../../make-run.ts';
import { gemmCase, launches, madeRun, madeStack } from '../make-publication.ts';

const surroundings: Surroundings = {
  home: '/home/mariposa',
  user: 'mariposa',
  host: 'bluebox.example.org',
  environment: {
    HF_TOKEN: 'hf_canary_0123456789',
    DEPLOY_SEED: 'q7Zp2Lx9Vt4Kc8Nw1R',
    GIT_AUTHOR_EMAIL: 'mari@example.org',
    QUOTED_PASSWORD: 'pa"ss<wo&rd>|x',
    CUDA_HOME: '/usr/local/cuda-13.0',
    CONDA_DEFAULT_ENV: 'a-long-environment-name-2',
    LANG: 'en_US.UTF-8',
  },
};
const client = { script: 'const mariposa = "bluebox";', style: '' };

function publishReason(reason: string, allowed: string[] = [], readme: string | null = null) {
  const record = gemmCase('naive', 256, 'f32');
  const other = gemmCase('library', 256, 'f32');
  const stack = madeStack('cuda:13.0', {
    prefix: '/usr/local/cuda-13.0',
    environment: 'a-long-environment-name-2',
  });
  const run = madeRun({
    stacks: [stack],
    cases: [record, other],
    outcomes: [
      ...launches(stack.id, record, 1e12),
      failedOutcome(stack.id, other.id, 'crash', reason),
    ],
  });
  return renderPublication({
    digests: [digestRun('runs/a.jsonl', run)],
    readme: readme === null ? null : Buffer.from(readme),
    client,
    surroundings,
    allowed: new Set(allowed),
  });
}

function refusal(reason: string): BenchError {
  try {
    publishReason(reason);
  } catch (error) {
    if (error instanceof BenchError) return error;
    throw error;
  }
  throw new Error('it was published');
}

describe('publishing', () => {
  it.each([
    'nvidia-cudnn-cu13 9.15.0.57 and curand 10.3.9.90, driver 580.65.06',
    'the worker at 127.0.0.1:8080 of 00000000:3B:00.0 said 12:34:56',
    'cloned git@github.com:pytorch/pytorch.git to pytorch:venv/.venv@/opt/x',
  ])('keeps what only looks like an address: %s', (reason) => {
    expect(() => publishReason(reason)).not.toThrow();
  });

  it.each([
    ['the home folder', 'cannot open /home/mariposa/x', 'the home folder'],
    ['the user name', 'owned by Mariposa, sorry', 'the user name'],
    ['the user name in a path', '/data/mariposa/env', 'the user name'],
    ['the host name', 'on bluebox:8080', 'the host name'],
    ['a token', 'denied: hf_canary_0123456789', 'HF_TOKEN'],
    ['a random value of any name', 'got q7Zp2Lx9Vt4Kc8Nw1R', 'DEPLOY_SEED'],
    ['an address', 'mail mari@example.org', 'GIT_AUTHOR_EMAIL'],
    ['a secret that every format writes differently', 'bad pa"ss<wo&rd>|x', 'QUOTED_PASSWORD'],
    ['a home folder of another machine', 'cannot open /Users/someone/x', 'a home folder'],
    ['the home folder in another case', 'cannot open /HOME/Mariposa/x', 'the home folder'],
    ['the home folder in a URL', 'GET ?file=%2Fhome%2Fmariposa%2Fx', 'the home folder'],
    ['a home folder in a URL', 'GET ?file=%2Fhome%2Fsomeone%2Fx', 'a home folder'],
    ['a home folder in JSON', String.raw`{"file":"\/home\/someone\/x"}`, 'a home folder'],
    ['a home folder in lower case', String.raw`cannot open c:\users\someone\x`, 'a home folder'],
    ['a mail address', 'ask someone@example.co.uk.', 'a mail address'],
    ['an address of a network', 'cannot reach 192.168.17.4', 'a network address'],
    ['an address with a port', 'cannot reach 10.20.30.40:29500', 'a network address'],
    ['an address of the new kind', 'bind fe80::1ff:fe23:4567:890a', 'a network address'],
    ['a network card', 'dev eth0 52:54:00:ab:cd:ef', 'the address of a network card'],
    ['a home folder on Windows', String.raw`cannot open C:\Users\someone\x`, 'a home folder'],
  ])('stops at %s and names file and place', (_, reason, what) => {
    const { message } = refusal(reason);
    expect(message).toContain(what);
    for (const file of ['README.md', 'index.html', 'results.csv', 'results.json']) {
      expect(message).toMatch(
        new RegExp(
          `${RegExp.escape(what)} in ${RegExp.escape(file)}, line \\d+, column \\d+|and \\d+ more`,
        ),
      );
    }
  });

  it('does not repeat what it found', () => {
    expect(refusal('denied: hf_canary_0123456789').message).not.toContain('hf_canary');
  });

  it('takes paths and names of stacks for facts, and its own code for no leak', () => {
    expect(publishReason('libcudart.so.12 is missing').size).toBe(5);
  });

  it('publishes a word that its user says is not private', () => {
    expect(publishReason('the mariposa GPU is slow', ['mariposa']).size).toBe(5);
  });

  it('lets a person sign the text that they write', () => {
    const readme = 'By mariposa.\n<!-- stackbench:begin -->\n<!-- stackbench:end -->\n';
    expect(publishReason('fine', [], readme).size).toBe(5);
  });

  it('does not let a token through in that text', () => {
    const readme = 'hf_canary_0123456789\n<!-- stackbench:begin -->\n<!-- stackbench:end -->\n';
    expect(() => publishReason('fine', [], readme)).toThrow(
      /HF_TOKEN in README.md, line 1, column 1/,
    );
  });
});
