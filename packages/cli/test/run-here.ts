import { Writable } from 'node:stream';
import { onTestFinished, vi } from 'vitest';
import { main } from '../src/main.ts';
import type { Ended } from './start-bench.ts';

/** `pnpm bench` not on a terminal, and in this process: what commands answer needs no start of one for each. */
export async function runHere(...args: string[]): Promise<Ended> {
  onTestFinished(() => void vi.unstubAllEnvs());
  vi.stubEnv('FORCE_COLOR', undefined);
  vi.stubEnv('NO_COLOR', undefined);
  vi.stubEnv('COLUMNS', '100');
  const texts = { stdout: '', stderr: '' };
  const collect = (name: keyof typeof texts) =>
    new Writable({
      decodeStrings: false,
      write: (text: string, _encoding, done) => {
        texts[name] += text;
        done();
      },
    });
  const code = await main(args, { stdout: collect('stdout'), stderr: collect('stderr') });
  return { code, ...texts };
}
