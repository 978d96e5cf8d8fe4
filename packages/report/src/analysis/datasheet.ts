import type { DataType } from '@stackbench/model';

/**
 * What a vendor promises: dense, without sparsity, at boost clock, accumulating in f32. These GPUs' tensor cores
 * accumulate as fast in f16.
 */
export interface Datasheet {
  name: string;
  source: string;
  /** FLOP/s. */
  peak: Readonly<Record<DataType, number | null>>;
  bytesPerSecond: number;
  /** FLOP in one cycle of all multiprocessors: the peak is reckoned at a boost clock that depends on the data type. */
  perCycle: Readonly<Record<DataType, number>>;
}

const tera = 1e12;

/** FLOP a cycle: the architectures' whitepapers, dense. */
const perMultiprocessor = {
  hopper: { f32: 256, tf32: 2048, half: 4096 },
  ampere: { f32: 128, tf32: 1024, half: 2048 },
};

function sheet(
  name: string,
  source: string,
  [f32, tf32, half]: readonly [number, number | null, number | null],
  terabytesPerSecond: number,
  multiprocessors: number,
  architecture: keyof typeof perMultiprocessor,
): Datasheet {
  const of = (value: number | null) => (value === null ? null : value * tera);
  return {
    name,
    source,
    peak: {
      f32: f32 * tera,
      tf32: of(tf32),
      f16: of(half),
      f16acc: of(half),
      bf16: of(half),
    },
    bytesPerSecond: terabytesPerSecond * tera,
    perCycle: {
      f32: multiprocessors * perMultiprocessor[architecture].f32,
      tf32: multiprocessors * perMultiprocessor[architecture].tf32,
      f16: multiprocessors * perMultiprocessor[architecture].half,
      f16acc: multiprocessors * perMultiprocessor[architecture].half,
      bf16: multiprocessors * perMultiprocessor[architecture].half,
    },
  };
}

const hopper = 'NVIDIA H100 Tensor Core GPU Architecture whitepaper, table 1';
const ampere = 'NVIDIA A100 Tensor Core GPU datasheet';

/**
 * By the name that the driver reports, small letters and dashes in place of all that is no letter
 * or digit, since some stacks write it so. A device that is not here has no datasheet roof.
 */
const sheets = new Map<string, Datasheet>([
  [
    'nvidia-h200',
    sheet(
      'H200 SXM',
      'NVIDIA H200 Tensor Core GPU datasheet',
      [66.9, 494.7, 989.4],
      4.8,
      132,
      'hopper',
    ),
  ],
  ['nvidia-h100-80gb-hbm3', sheet('H100 SXM', hopper, [66.9, 494.7, 989.4], 3.35, 132, 'hopper')],
  ['nvidia-h100-pcie', sheet('H100 PCIe', hopper, [51.2, 378, 756], 2, 114, 'hopper')],
  [
    'nvidia-a100-sxm4-80gb',
    sheet('A100 SXM 80 GB', ampere, [19.5, 156, 312], 2.039, 108, 'ampere'),
  ],
  [
    'nvidia-a100-sxm4-40gb',
    sheet('A100 SXM 40 GB', ampere, [19.5, 156, 312], 1.555, 108, 'ampere'),
  ],
]);

/** The datasheet of a GPU; null for one that is not known by exactly this name. */
export function findDatasheet(gpu: string | null): Datasheet | null {
  const name = (gpu ?? '').toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return sheets.get(name) ?? null;
}
