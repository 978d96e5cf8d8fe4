// @module-tag machine
import { expect, it } from 'vitest';
import { runCases } from '../../../runner-cuda/test/support/run-cases.ts';
import { cpuStack } from '../support/direct-stack.ts';
import { venv } from '../support/environments.ts';

it(
  'torch.compile computes what torch computes, and its compiling counts as building',
  {
    timeout: 180_000,
  },
  async ({ skip }) => {
    skip(venv.missing !== null, venv.missing ?? '');
    const stack = cpuStack(venv.python);
    const outcomes = await runCases(stack, [
      'gemm/compiled:m=65,n=63,k=33;f32',
      'gemm/library:m=65,n=63,k=33;f32',
    ]);
    expect(outcomes).toMatchObject([
      { status: 'ok', notes: { compiler: expect.stringContaining('torch.compile') as string } },
      { status: 'ok' },
    ]);
    const [compiled, called] = outcomes.map((each) => (each.status === 'ok' ? each.buildNs : 0));
    expect(compiled).toBeGreaterThan(100 * called!);
  },
);
