// @module-tag machine
import { descriptionSchema } from '@stackbench/model';
import { describe, expect, test } from 'vitest';
import { denoOn } from '../support/deno.ts';
import { gemmProgram, idleProgram, makeProgram } from '../support/programs.ts';
import { startClient } from '../support/worker-client.ts';

const deno = await denoOn('swiftshader');
const reason = deno.ok ? null : deno.reason;

async function start() {
  if (!deno.ok) throw new Error(deno.reason);
  return startClient(deno.command);
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
