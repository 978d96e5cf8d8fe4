import type { DataType } from '@stackbench/model';

/** What a vendor promises: dense, without sparsity, at boost clock, accumulating in f32. */
export interface Datasheet {
  name: string;
  source: string;
  /** FLOP/s. */
  peak: Readonly<Record<DataType, number | null>>;
  bytesPerSecond: number;
}

const tera = 1e12;

function sheet(
  name: string,
  source: string,
  [f32, tf32, half]: readonly [number, number | null, number | null],
  terabytesPerSecond: number,
): Datasheet {
  const of = (value: number | null) => (value === null ? null : value * tera);
  return {
    name,
    source,
    peak: { f32: f32 * tera, tf32: of(tf32), f16: of(half), bf16: of(half) },
    bytesPerSecond: terabytesPerSecond * tera,
  };
}

const hopper = 'NVIDIA H100 Tensor Core GPU Architecture whitepaper, table 1';
const ampere = 'NVIDIA A100 Tensor Core GPU datasheet';

/** By the name that the driver reports. A device that is not here has no datasheet roof. */
const sheets: readonly (readonly [RegExp, Datasheet])[] = [
  [
    /^NVIDIA H200$/i,
    sheet('H200 SXM', 'NVIDIA H200 Tensor Core GPU datasheet', [66.9, 494.7, 989.4], 4.8),
  ],
  [/^NVIDIA H100 80GB HBM3$/i, sheet('H100 SXM', hopper, [66.9, 494.7, 989.4], 3.35)],
  [/^NVIDIA H100 PCIe$/i, sheet('H100 PCIe', hopper, [51.2, 378, 756], 2)],
  [/^NVIDIA A100-SXM4-80GB$/i, sheet('A100 SXM 80 GB', ampere, [19.5, 156, 312], 2.039)],
  [/^NVIDIA A100-SXM4-40GB$/i, sheet('A100 SXM 40 GB', ampere, [19.5, 156, 312], 1.555)],
];

/** The datasheet of a GPU; null for one that is not known by exactly this name. */
export function findDatasheet(gpu: string | null): Datasheet | null {
  return sheets.find(([name]) => gpu !== null && name.test(gpu))?.[1] ?? null;
}
