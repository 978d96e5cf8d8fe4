import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { descriptionSchema } from '@stackbench/model';
import { describe, expect, test } from 'vitest';
import { vulkanCandidates } from '../../src/discover/vulkan-candidates.ts';
import { gemmProgram, idleProgram, makeProgram } from '../support/programs.ts';
import { software } from '../support/software.ts';
import { startClient } from '../support/worker-client.ts';

/** The folder of the binary that the npm package `deno` brings for this platform. */
function findDenoFolder(): string | null {
  const names = { linux: `linux-${process.arch}-glibc`, darwin: `darwin-${process.arch}` };
  const name = names[process.platform as keyof typeof names];
  try {
    const ofDeno = createRequire(createRequire(import.meta.url).resolve('deno/package.json'));
    return dirname(ofDeno.resolve(`@deno/${name}/package.json`));
  } catch {
    return null;
  }
}

const folder = findDenoFolder();
const reason = software.ok
  ? folder === null
    ? 'npm has no Deno for this platform'
    : null
  : software.reason;

async function start() {
  const env = { ...process.env, VK_DRIVER_FILES: '', VK_ADD_DRIVER_FILES: '', PATH: folder! };
  const candidates = await vulkanCandidates(env, software.ok ? software.files : null);
  const deno = candidates.find(({ implementation }) => implementation === 'deno');
  return startClient(deno!.command({ expectedAdapter: 'swiftshader' }));
}

describe.skipIf(reason !== null)(
  `the Deno worker${reason === null ? '' : ` (skipped: ${reason})`}`,
  () => {
    test('computes exactly and describes itself', async () => {
      const worker = await start();
      const { facts, clock } = descriptionSchema.parse(await worker.must({ do: 'describe' }));
      expect(facts['implementation']).toBe('Deno (wgpu)');
      expect(clock.name).toBe('timestamp-query');
      const { program, fill, expected } = gemmProgram(67, 33, 65);
      await worker.must({ do: 'prepare', program, bufferSets: 2 });
      await worker.must({ do: 'fill', fill });
      await worker.must({ do: 'sample', count: 1, repetitions: 2 });
      expect(await worker.read({ kind: 'whole' })).toEqual(expected.buffer);
      expect(await worker.end()).toBe(0);
    });

    test('tells compile errors and limits apart', async () => {
      const worker = await start();
      const broken = makeProgram('\nfn main( {', { a: 1, b: 1, c: 1 }, { grid: [1, 1, 1] });
      const failure = await worker.mustFail({ do: 'prepare', program: broken, bufferSets: 1 });
      expect(failure).toMatchObject({ status: 'compile-error', fatal: false });
      expect(failure.message).toContain('test/kernel.wgsl:2');
      const big = idleProgram(1);
      big.passes[0]!.grid = [70_000, 1, 1];
      await worker.must({ do: 'prepare', program: big, bufferSets: 1 });
      const sample = { do: 'sample', count: 1, repetitions: 1 } as const;
      expect(await worker.mustFail(sample)).toMatchObject({ status: 'unsupported', fatal: false });
      await worker.end();
    });
  },
);
