import { describe, expect, test } from 'vitest';
import { conv2dSweep } from '../conv2d-problems.ts';
import { gemmSweep } from '../gemm-problems.ts';
import { emulable, type EmulableKernel } from './emulation.ts';
import { planSweep, servedProblems } from './plan-sweep.ts';

describe.each([gemmSweep, conv2dSweep])('what is emulated of $operation', (list) => {
  const kernels = emulable(list.operation);
  const plan = planSweep(kernels, list);
  const builds = (kernel: EmulableKernel, problems: readonly string[]) => {
    const served = servedProblems(kernel, { ...list, problems });
    return new Set(served.map(({ build }) => build));
  };
  const sourceOf = (kernel: EmulableKernel) =>
    `${servedProblems(kernel, list)[0]!.sources} in ${kernel.dataType}`;

  test.each(kernels)('$variant in $dataType: whole tiles, and tiles that are cut off', (kernel) => {
    const own = plan.filter((swept) => swept.kernel === kernel);
    const met = new Set(own.flatMap(({ problem }) => list.sizesOf(problem)));
    const served = servedProblems(kernel, list);
    expect(met).toEqual(new Set(served.flatMap(({ problem }) => list.sizesOf(problem))));
    expect([...met]).toContain('whole tiles');
    expect([...met].join()).toContain('cut off');
  });

  test.each([...new Set(kernels.map(({ variant }) => variant))])('%s: every order', (variant) => {
    const own = plan.filter(({ kernel }) => kernel.variant === variant);
    expect(new Set(own.map(({ order }) => order)).size).toBe(3);
  });

  test('each source in each way in which it can be compiled, with the address sanitizer', () => {
    const watched = new Set(
      plan.flatMap(({ sanitizer, kernel }) => (sanitizer === 'address' ? [kernel] : [])),
    );
    const areAllMet = (kernel: EmulableKernel) => {
      const own = plan.filter((swept) => swept.kernel === kernel).map(({ problem }) => problem);
      return builds(kernel, own).size === builds(kernel, list.problems).size;
    };
    const sources = [...Map.groupBy(watched, sourceOf)];
    expect(sources.filter(([, same]) => !same.some(areAllMet))).toEqual([]);
  });
});
