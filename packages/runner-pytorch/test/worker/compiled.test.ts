// @module-tag machine
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCases } from '../../../runner-cuda/test/support/run-cases.ts';
import { cpuStack } from '../support/direct-stack.ts';
import { venv } from '../support/environments.ts';

describe('what would switch torch.compile off', { timeout: 180_000 }, () => {
  beforeEach(({ skip }) => skip(venv.missing !== null, venv.missing ?? ''));
  afterEach(() => vi.unstubAllEnvs());
  const id = 'gemm/compiled:m=65,n=63,k=33;f32';
  const switches = ['TORCHDYNAMO_DISABLE', 'TORCH_COMPILE_DISABLE'];

  it('is taken away where it is a variable', async () => {
    for (const name of switches) vi.stubEnv(name, '1');
    const [outcome] = await runCases(cpuStack(venv.python), [id]);
    expect(outcome).toMatchObject({ status: 'ok' });
    // Compiling takes seconds, eager torch milliseconds.
    expect(outcome?.status === 'ok' && outcome.buildNs).toBeGreaterThan(5e8);
  });

  it.for(switches)('makes the case unsupported where it reaches the worker: %s', async (name) => {
    const stack = cpuStack(venv.python);
    const { command } = stack.driver;
    const driver = {
      ...stack.driver,
      command: { ...command, env: { ...command.env, [name]: '1' } },
    };
    const [outcome] = await runCases({ ...stack, driver }, [id]);
    expect(outcome).toMatchObject({ status: 'unsupported' });
    expect(outcome?.status !== 'ok' && outcome?.reason).toContain(name);
  });
});

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
