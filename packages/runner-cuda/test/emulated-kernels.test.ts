import { loadCatalog } from '@stackbench/kernels';
import { expect, test } from 'vitest';
import { copyEngineCases } from './copy-engine-cases.ts';
import { emulable } from './support/emulation.ts';

const { operations } = await loadCatalog();
const kernels = [...operations.values()].flatMap(({ operation: { name }, variants }) =>
  variants.flatMap((variant) =>
    (variant.dataTypes.cu ?? []).map((dataType) => `${name}/${variant.name} ${dataType}`),
  ),
);

/** Those of each operation, which `emulation-gemm`, `-conv2d` and, of all others, `-edges` run, at what `plan-sweep` chooses. */
const swept = [...operations.keys()].flatMap((name) =>
  emulable(name).map(({ variant, dataType }) => `${name}/${variant} ${dataType}`),
);
const oneByOne = copyEngineCases.map((id) => id.replace(/:.*;/, ' '));

test('no CUDA kernel is left that the emulated device never runs, in any of its types', () => {
  const run = new Set([...swept, ...oneByOne]);
  expect(kernels.filter((kernel) => !run.has(kernel))).toEqual([]);
  expect(kernels.length).toBeGreaterThan(80);
});

test('what is run one by one is there, and has a copy engine', () => {
  expect(oneByOne.filter((kernel) => !kernels.includes(kernel))).toEqual([]);
  expect(oneByOne.filter((kernel) => swept.includes(kernel))).toEqual([]);
});
