import { numberOf } from '../architecture.ts';
import type { MainLoop } from './main-loop.ts';

/** A multiprocessor has four parts, each of which starts one instruction of a warp in a cycle. */
const slotsPerCycle = 4;

/** What a multiprocessor multiplies and adds in a cycle at its peak, dense, accumulating in f32. */
interface Peak {
  f32: number;
  tf32?: number;
  half?: number;
}

/**
 * f32: CUDA C++ Programming Guide, "Throughput of Native Arithmetic Instructions". Tensor cores: the whitepapers of A100 and
 * H100. Of sm_120 and sm_121 the highest there is: 1024 operations, two of them a multiply-add, in which benchmarks of NVIDIA's
 * cudnn-frontend reckon, and the specification of RTX PRO 6000 has (503.8 TFLOP/s in 16 bits, 251.9 in TF32, dense, of 188
 * multiprocessors at 2617 MHz). GeForce halves it where sums are f32: the same loop leaves as much of its peak there, or more.
 * Tensor cores of other architectures differ from GPU to GPU, and no source was found.
 */
const peaks: Readonly<Record<number, Peak>> = {
  75: { f32: 64 },
  80: { f32: 64, tf32: 512, half: 1024 },
  86: { f32: 128 },
  87: { f32: 128 },
  89: { f32: 128 },
  90: { f32: 128, tf32: 1024, half: 2048 },
  100: { f32: 128 },
  103: { f32: 128 },
  120: { f32: 128, tf32: 256, half: 512 },
  121: { f32: 128, tf32: 256, half: 512 },
};

/**
 * The share of the peak that a main loop reaches at most, as each of its instructions takes an issue slot; null where the
 * peak of what it multiplies with is not known. What operands have to wait for is not in it.
 */
export function peakShareOf(
  architecture: string,
  { instruction, products, slots }: MainLoop,
): number | null {
  const peak = peaks[numberOf(architecture)]?.[unitOf(instruction)];
  const multiplyAdds = multiplyAddsOf(instruction);
  if (peak === undefined || multiplyAdds === null) return null;
  return Math.min(1, (slotsPerCycle * multiplyAdds * products) / slots / peak);
}

function unitOf(instruction: string): keyof Peak {
  if (instruction.startsWith('FFMA')) return 'f32';
  return instruction.includes('TF32') ? 'tf32' : 'half';
}

/** Of a warp in one instruction: `HMMA.16816` is 16 × 8 × 16, `HGMMA.64x256x16` that of four warps. */
function multiplyAddsOf(instruction: string): number | null {
  const [name] = instruction.split('.');
  if (name === 'FFMA') return 32;
  if (name === 'FFMA2') return 64;
  const [, depth] = /^HMMA\.168(4|8|16)\b/.exec(instruction) ?? [];
  if (depth !== undefined) return 16 * 8 * Number(depth);
  const group = /^HGMMA\.(\d+)x(\d+)x(\d+)\b/.exec(instruction)?.slice(1);
  return group === undefined ? null : group.reduce((all, extent) => all * Number(extent), 1) / 4;
}
