import type { OnnxGraph } from './onnx-model.ts';
import { type LibraryCall, numbersOf } from './peer.ts';

/** An operation as ONNX Runtime computes it. */
export interface OnnxOperation {
  /** Shape of each input as `kernels/` lays it out. */
  shapes: readonly (readonly number[])[];
  /** The model, which holds numbers that a network knows beforehand: filters. */
  graph(inputs: readonly Float32Array[]): OnnxGraph;
}

/**
 * How ONNX Runtime computes a problem of an operation of `kernels/`.
 * @throws Error for one that it is not asked for
 */
export function modelOf(call: LibraryCall): OnnxOperation {
  if (call.operation === 'gemm') return modelOfGemm(call);
  if (call.operation === 'conv2d') return modelOfConv2d(call);
  throw new Error(`ONNX Runtime is not asked for ${call.operation}`);
}

function modelOfGemm(call: LibraryCall): OnnxOperation {
  const [m = 0, n = 0, k = 0] = numbersOf(call, 'm', 'n', 'k');
  const inputs = [
    { name: 'a', shape: [m, k] },
    { name: 'b', shape: [k, n] },
  ];
  return {
    shapes: inputs.map(({ shape }) => shape),
    graph: () => ({
      nodes: [{ operator: 'MatMul', inputs: ['a', 'b'], output: 'c' }],
      inputs,
      constants: [],
      output: { name: 'c', shape: [m, n] },
    }),
  };
}

/** ONNX convolves NCHW. Its WebGPU backend does so in NHWC, and drops the transpositions that undo each other. */
function modelOfConv2d(call: LibraryCall): OnnxOperation {
  const { problem } = call;
  if (problem['groups'] !== 1 || problem['layout'] !== 'nhwc') {
    throw new Error('ONNX Runtime is asked for NHWC without groups only');
  }
  const [n = 0, c = 0, h = 0, w = 0, k = 0, r = 0, s = 0] = numbersOf(call, ...'nchwkrs'.split(''));
  const strides = numbersOf(call, 'strideH', 'strideW');
  const dilations = numbersOf(call, 'dilationH', 'dilationW');
  const pads = numbersOf(call, 'padH', 'padW', 'padH', 'padW');
  const extent = (size: number, filter: number, axis: 0 | 1) =>
    Math.floor((size + 2 * pads[axis]! - dilations[axis]! * (filter - 1) - 1) / strides[axis]!) + 1;
  return {
    shapes: [
      [n, h, w, c],
      [k, r, s, c],
    ],
    graph: ([, filters]) => ({
      nodes: [
        {
          operator: 'Transpose',
          inputs: ['x'],
          output: 'x_nchw',
          attributes: { perm: [0, 3, 1, 2] },
        },
        {
          operator: 'Conv',
          inputs: ['x_nchw', 'w'],
          output: 'y_nchw',
          attributes: { strides, dilations, pads },
        },
        {
          operator: 'Transpose',
          inputs: ['y_nchw'],
          output: 'y',
          attributes: { perm: [0, 2, 3, 1] },
        },
      ],
      inputs: [{ name: 'x', shape: [n, h, w, c] }],
      constants: [{ name: 'w', shape: [k, c, r, s], values: channelsFirst(filters!, r * s, c) }],
      output: { name: 'y', shape: [n, extent(h, r, 0), extent(w, s, 1), k] },
    }),
  };
}

/** Filters that lie as K, R·S, C, as K, C, R·S. */
function channelsFirst(filters: Float32Array, taps: number, channels: number): Float32Array {
  return filters.map((_, at) => {
    const tap = at % taps;
    const channel = Math.floor(at / taps) % channels;
    const filter = Math.floor(at / (taps * channels));
    return filters[(filter * taps + tap) * channels + channel]!;
  });
}
