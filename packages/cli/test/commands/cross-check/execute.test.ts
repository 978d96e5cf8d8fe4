// @module-tag machine
import { expect, test } from 'vitest';
import { bench } from '../../start-bench.ts';

test('torch’s own timer stands beside our time of the same product', async () => {
  const typed = ['--stack', 'pytorch:system', '--size', '128', '--rounds', '1'];
  const { code, stdout, stderr } = await bench('cross-check', ...typed);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(stdout).toContain('pytorch:system  gemm/library:m=128,n=128,k=128;f32');
  expect(stdout).toMatch(/torch\.utils\.benchmark +(\S+ \S+ {2}ours [+−]|absent: )/);
  expect(stdout).toContain('triton.testing.do_bench  absent: times GPUs alone');
}, 300_000);

test('without a PyTorch stack it says what to do', async () => {
  const { code, stderr } = await bench('cross-check', '--stack', 'webgpu:dawn/*');
  expect(code).toBe(2);
  expect(stderr).toContain('No PyTorch stack is among these');
}, 120_000);
