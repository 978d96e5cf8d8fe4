import type { ChecksumAxis, Contraction, ElementReader } from '../gates/contraction.ts';
import { type Conv2dProblem, outputExtents } from './problem.ts';

/** Where elements lie: index = Σ coordinate × stride. */
interface Strides {
  image: number;
  channel: number;
  row: number;
  column: number;
}

function strides(layout: string, channels: number, height: number, width: number): Strides {
  const image = channels * height * width;
  return layout === 'nchw'
    ? { image, channel: height * width, row: width, column: 1 }
    : { image, channel: 1, row: width * channels, column: channels };
}

/** Products summed into one output element, and how they lie in a filter. */
function filterShape({ c, r, s, groups, layout }: Conv2dProblem) {
  const channels = c / groups;
  const { image: length, ...within } = strides(layout, channels, r, s);
  return { channels, length, within };
}

/**
 * Each patch of the input is gathered once, in the order of a filter's elements, and then
 * multiplied with the filters four at a time: contiguous reads, four independent sums.
 */
function convolve(problem: Conv2dProblem, x: Float32Array, filters: Float64Array): Float64Array {
  const { n, c, h, w, k, layout, groups, strideH, strideW } = problem;
  const { p, q } = outputExtents(problem);
  const { length } = filterShape(problem);
  const filtersPerGroup = k / groups;
  const from = strides(layout, c, h, w);
  const to = strides(layout, k, p, q);
  const y = new Float64Array(n * k * p * q);
  const patch = new Float64Array(length);
  const gather = patchGatherer(problem, x, patch);
  for (let image = 0; image < n; image++) {
    for (let row = 0; row < p; row++) {
      for (let column = 0; column < q; column++) {
        for (let group = 0; group < groups; group++) {
          const channel = group * (c / groups);
          const base = image * from.image + channel * from.channel;
          gather(base, row * strideH - problem.padH, column * strideW - problem.padW);
          const first = group * filtersPerGroup;
          const at = image * to.image + row * to.row + column * to.column + first * to.channel;
          multiply(patch, filters, first, filtersPerGroup, y, at, to.channel);
        }
      }
    }
  }
  return y;
}

/** Fills `patch` from the channels at `base`, its first row and column at (top, left). */
function patchGatherer(problem: Conv2dProblem, x: Float32Array, patch: Float64Array) {
  const { c, h, w, r, s, layout, dilationH, dilationW } = problem;
  const { channels, within } = filterShape(problem);
  const from = strides(layout, c, h, w);
  return (base: number, top: number, left: number): void => {
    for (let i = 0; i < r; i++) {
      const row = top + i * dilationH;
      for (let j = 0; j < s; j++) {
        const column = left + j * dilationW;
        let to = i * within.row + j * within.column;
        if (row < 0 || row >= h || column < 0 || column >= w) {
          for (let l = 0; l < channels; l++, to += within.channel) patch[to] = 0;
          continue;
        }
        let at = base + row * from.row + column * from.column;
        for (let l = 0; l < channels; l++, to += within.channel, at += from.channel) {
          patch[to] = x[at]!;
        }
      }
    }
  };
}

/** y[at + j·step] = patch · filter[first + j] for j < count. */
function multiply(
  patch: Float64Array,
  filters: Float64Array,
  first: number,
  count: number,
  y: Float64Array,
  at: number,
  step: number,
): void {
  const length = patch.length;
  let j = 0;
  for (; j + 4 <= count; j += 4) {
    const f0 = (first + j) * length;
    const f1 = f0 + length;
    const f2 = f1 + length;
    const f3 = f2 + length;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let i = 0; i < length; i++) {
      const value = patch[i]!;
      s0 += value * filters[f0 + i]!;
      s1 += value * filters[f1 + i]!;
      s2 += value * filters[f2 + i]!;
      s3 += value * filters[f3 + i]!;
    }
    y[at + j * step] = s0;
    y[at + (j + 1) * step] = s1;
    y[at + (j + 2) * step] = s2;
    y[at + (j + 3) * step] = s3;
  }
  for (; j < count; j++) {
    const f = (first + j) * length;
    let sum = 0;
    for (let i = 0; i < length; i++) sum += patch[i]! * filters[f + i]!;
    y[at + j * step] = sum;
  }
}

function whole(problem: Conv2dProblem, inputs: readonly Float32Array[]): Float64Array {
  const [x, w] = inputs as [Float32Array, Float32Array];
  return convolve(problem, x, Float64Array.from(w));
}

/**
 * Convolution is linear in its filters: the weighted sum over output channels is the output of one
 * filter over all C channels, the weighted sum of each group's filters. N·P·Q numbers.
 */
function checksum(
  problem: Conv2dProblem,
  inputs: readonly Float32Array[],
  weights: Float64Array,
): Float64Array {
  const [x, w] = inputs as [Float32Array, Float32Array];
  const { c, r, s, k, groups, layout } = problem;
  const { channels, length, within } = filterShape(problem);
  const to = strides(layout, c, r, s);
  const filter = new Float64Array(c * r * s);
  for (let index = 0; index < k; index++) {
    const weight = weights[index]!;
    const group = Math.floor(index / (k / groups));
    for (let channel = 0; channel < channels; channel++) {
      for (let i = 0; i < r; i++) {
        for (let j = 0; j < s; j++) {
          const from =
            index * length + channel * within.channel + i * within.row + j * within.column;
          const at = (group * channels + channel) * to.channel + i * to.row + j * to.column;
          filter[at]! += weight * w[from]!;
        }
      }
    }
  }
  return convolve({ ...problem, k: 1, groups: 1 }, x, filter);
}

function elements(problem: Conv2dProblem, read: readonly ElementReader[], indices: Uint32Array) {
  const [x, w] = read as [ElementReader, ElementReader];
  const { c, h, w: width, k, r, s, groups, layout } = problem;
  const { p, q } = outputExtents(problem);
  const { channels, length, within } = filterShape(problem);
  const from = strides(layout, c, h, width);
  const to = strides(layout, k, p, q);
  const values = new Float64Array(indices.length);
  const magnitudes = new Float64Array(indices.length);
  for (const [at, index] of indices.entries()) {
    const image = Math.floor(index / to.image);
    const filter = Math.floor(index / to.channel) % k;
    const top = (Math.floor(index / to.row) % p) * problem.strideH - problem.padH;
    const left = (Math.floor(index / to.column) % q) * problem.strideW - problem.padW;
    const channel = Math.floor(filter / (k / groups)) * channels;
    const base = image * from.image + channel * from.channel;
    let sum = 0;
    let magnitude = 0;
    for (let i = 0; i < r; i++) {
      const row = top + i * problem.dilationH;
      if (row < 0 || row >= h) continue;
      for (let j = 0; j < s; j++) {
        const column = left + j * problem.dilationW;
        if (column < 0 || column >= width) continue;
        const xAt = base + row * from.row + column * from.column;
        const wAt = filter * length + i * within.row + j * within.column;
        for (let l = 0; l < channels; l++) {
          const term = x(xAt + l * from.channel) * w(wAt + l * within.channel);
          sum += term;
          magnitude += Math.abs(term);
        }
      }
    }
    values[at] = sum;
    magnitudes[at] = magnitude;
  }
  return { values, magnitudes };
}

function reductionLength({ c, r, s, groups }: Conv2dProblem): number {
  return (c / groups) * r * s;
}

function checksumAxis(problem: Conv2dProblem): ChecksumAxis {
  const { p, q } = outputExtents(problem);
  return { length: problem.k, inner: problem.layout === 'nchw' ? p * q : 1 };
}

/** Convolution in float64 on the inputs as stored; padding is zero. */
export const reference: Contraction<Conv2dProblem> = {
  reductionLength,
  checksumAxis,
  whole,
  elements,
  checksum,
};
