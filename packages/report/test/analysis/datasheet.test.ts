import { expect, test } from 'vitest';
import { findDatasheet } from '../../src/analysis/datasheet.ts';

/** Boost clocks that the peaks are reckoned at, in MHz: of the multiprocessors' own units, and of their tensor cores. */
test.each([
  ['NVIDIA H200', 1980, 1830],
  ['NVIDIA H100 80GB HBM3', 1980, 1830],
  ['NVIDIA H100 PCIe', 1755, 1620],
  ['NVIDIA A100-SXM4-80GB', 1410, 1410],
])('what %s does in a cycle makes its peak at the boost clock', (name, plain, tensor) => {
  const { peak, perCycle } = findDatasheet(name)!;
  for (const [dataType, megahertz] of [
    ['f32', plain],
    ['tf32', tensor],
    ['f16', tensor],
  ] as const) {
    expect((perCycle[dataType] * megahertz * 1e6) / peak[dataType]!).toBeCloseTo(1, 2);
  }
});
