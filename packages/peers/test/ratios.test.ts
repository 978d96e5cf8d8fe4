import type { Outcome } from '@stackbench/model';
import { expect, test } from 'vitest';
import { pairOutcomes } from '../src/ratios.ts';

const problem = 'm=8,n=8,k=8';

function ok(variant: string, stack: string, kernelNs: number, callLatencyNs: number): Outcome {
  const chosen = variant === 'best' ? { chosenVariant: 'register-block-8x8' } : {};
  const measured = { status: 'ok', kernelNs: [kernelNs], callLatencyNs, ...chosen };
  return { case: `gemm/${variant}:${problem};f32`, stack, round: 0, ...measured } as Outcome;
}

function failed(variant: string, stack: string): Outcome {
  const why = { status: 'wrong-result', reason: '1 element' } as const;
  return { case: `gemm/${variant}:${problem};f32`, stack, round: 0, ...why };
}

const ours = ok('best', 'webgpu:dawn/swiftshader', 100, 300);
const theirs = ok('library', 'webgpu:tfjs/swiftshader', 250, 600);

test("a ratio is the peer's time over ours, for the kernel and for a whole call", () => {
  const { ratios, unpaired } = pairOutcomes(
    [
      ours,
      theirs,
      failed('library', 'webgpu:dawn/swiftshader'),
      failed('best', 'webgpu:tfjs/swiftshader'),
      ok('library', 'webgpu:onnxruntime/swiftshader', 1, 1),
    ],
    'tfjs',
  );
  expect(unpaired).toEqual([]);
  expect(ratios).toEqual([
    {
      problem: `gemm ${problem} on swiftshader`,
      chosenVariant: 'register-block-8x8',
      kernel: 2.5,
      call: 2,
    },
  ]);
});

test('a side that failed, or is missing, gives no ratio but a reason', () => {
  const wrong = pairOutcomes([ours, failed('library', 'webgpu:tfjs/swiftshader')], 'tfjs');
  expect(wrong.ratios).toEqual([]);
  expect(wrong.unpaired[0]?.reason).toContain('wrong-result');
  expect(pairOutcomes([ours], 'tfjs').unpaired).toHaveLength(1);
});

test('adapters are not mixed', () => {
  const other = ok('library', 'webgpu:tfjs/llvmpipe', 1, 1);
  expect(pairOutcomes([ours, other], 'tfjs').unpaired.map(({ reason }) => reason)).toEqual([
    'only one side was run',
    'only one side was run',
  ]);
});
