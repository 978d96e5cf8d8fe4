import * as tf from '@tensorflow/tfjs-core';
import { type LibraryCall, numbersOf } from './peer.ts';

/** An operation as TensorFlow.js computes it. */
export interface PeerOperation {
  /** Shape of each input as `kernels/` lays it out. */
  shapes: readonly (readonly number[])[];
  /** Input number `at` in the order that the peer wants; takes ownership of what it is given. */
  arrange(at: number, tensor: tf.Tensor): tf.Tensor;
  run(inputs: readonly tf.Tensor[]): tf.Tensor;
}

/**
 * How TensorFlow.js computes a problem of an operation of `kernels/`.
 * @throws Error for one that it has no call for, such as a convolution in groups
 */
export function layOut(call: LibraryCall): PeerOperation {
  if (call.operation === 'gemm') return layOutGemm(call);
  if (call.operation === 'conv2d') return layOutConv2d(call);
  throw new Error(`TensorFlow.js has no call for ${call.operation}`);
}

function layOutGemm(call: LibraryCall): PeerOperation {
  const [m = 0, n = 0, k = 0] = numbersOf(call, 'm', 'n', 'k');
  return {
    shapes: [
      [m, k],
      [k, n],
    ],
    arrange: (_, tensor) => tensor,
    run: ([a, b]) => tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D),
  };
}

function layOutConv2d(call: LibraryCall): PeerOperation {
  const { problem } = call;
  if (problem['groups'] !== 1 || problem['layout'] !== 'nhwc') {
    throw new Error('TensorFlow.js convolves NHWC without groups only');
  }
  const [n = 0, c = 0, h = 0, w = 0, k = 0, r = 0, s = 0] = numbersOf(call, ...'nchwkrs'.split(''));
  const [strideH = 1, strideW = 1] = numbersOf(call, 'strideH', 'strideW');
  const [padH = 0, padW = 0] = numbersOf(call, 'padH', 'padW');
  const [dilationH = 1, dilationW = 1] = numbersOf(call, 'dilationH', 'dilationW');
  const pad: [[number, number], [number, number], [number, number], [number, number]] = [
    [0, 0],
    [padH, padH],
    [padW, padW],
    [0, 0],
  ];
  return {
    shapes: [
      [n, h, w, c],
      [k, r, s, c],
    ],
    // Filters lie as K, R, S, C here and as R, S, C, K there.
    arrange: (at, tensor) => {
      if (at === 0) return tensor;
      const arranged = tf.transpose(tensor, [1, 2, 3, 0]);
      tensor.dispose();
      return arranged;
    },
    run: ([x, filters]) =>
      tf.conv2d(x as tf.Tensor4D, filters as tf.Tensor4D, [strideH, strideW], pad, 'NHWC', [
        dilationH,
        dilationW,
      ]),
  };
}
