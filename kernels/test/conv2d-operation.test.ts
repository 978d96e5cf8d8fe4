import { checksumWeights, elementCount, type Fill, fillTensor } from '@stackbench/model';
import { expect, test } from 'vitest';
import conv2d from '../conv2d/operation.ts';
import { type Conv2dProblem, outputExtents } from '../conv2d/problem.ts';
import { reference } from '../conv2d/reference.ts';
import { edgeProblems } from '../conv2d/edge-problems.ts';

const integers: Fill = { kind: 'integers', range: 4, sparsity: 0, seed: 11 };

function inputsOf(problem: Conv2dProblem): Float32Array[] {
  return conv2d
    .tensors(problem)
    .inputs.map((tensor, i) => fillTensor(integers, 'f32', i, elementCount(tensor)));
}

test('a convolution worked out by hand, padding and stride included', () => {
  const problem = conv2d.parseProblem('n=1,c=1,h=2,w=3,k=1,r=2,s=2,pad=1x0,stride=1x1');
  const x = Float32Array.of(1, 2, 3, 4, 5, 6);
  const w = Float32Array.of(1, 10, 100, 1000);
  const y = reference.whole(problem, [x, w]);
  expect([...y]).toEqual([2100, 3200, 5421, 6532, 54, 65]);
});

test('filters of NHWC are K, R, S, C and those of NCHW are K, C, R, S', () => {
  const shape = 'n=1,c=2,h=1,w=2,k=1,r=1,s=2';
  const w = Float32Array.of(1, 10, 100, 1000);
  const nhwc = reference.whole(conv2d.parseProblem(shape), [Float32Array.of(1, 2, 3, 4), w]);
  const nchw = reference.whole(conv2d.parseProblem(`${shape},layout=nchw`), [
    Float32Array.of(1, 3, 2, 4),
    w,
  ]);
  expect([...nhwc]).toEqual([4321]);
  expect([...nchw]).toEqual([1 + 30 + 200 + 4000]);
});

test('a filter of a group sees the channels of its group alone', () => {
  const problem = conv2d.parseProblem('n=1,c=4,h=1,w=1,k=4,r=1,s=1,groups=2');
  const x = Float32Array.of(1, 2, 3, 4);
  const w = Float32Array.of(1, 10, 2, 20, 1, 10, 2, 20);
  expect([...reference.whole(problem, [x, w])]).toEqual([21, 42, 43, 86]);
});

test.each(edgeProblems)('whole, elements and checksum agree: %s', (text) => {
  const problem = conv2d.parseProblem(text);
  const inputs = inputsOf(problem);
  const whole = reference.whole(problem, inputs);

  const indices = Uint32Array.from(whole.keys());
  const read = inputs.map((values) => (index: number) => values[index]!);
  expect(reference.elements(problem, read, indices).values).toEqual(whole);

  const { length, inner } = reference.checksumAxis(problem);
  const weights = checksumWeights(5, length);
  const sums = new Float64Array(whole.length / length);
  for (const [index, value] of whole.entries()) {
    const outer = Math.floor(index / (length * inner));
    sums[outer * inner + (index % inner)]! += weights[Math.floor(index / inner) % length]! * value;
  }
  expect(reference.checksum(problem, inputs, weights)).toEqual(sums);
});

test('magnitudes are sums of absolute products', () => {
  const problem = conv2d.parseProblem('n=1,c=3,h=3,w=3,k=1,r=3,s=3');
  const [x, w] = inputsOf(problem) as [Float32Array, Float32Array];
  const read = [x, w].map((values) => (index: number) => values[index]!);
  const { magnitudes } = reference.elements(problem, read, Uint32Array.of(0));
  expect(magnitudes[0]).toBe(x.reduce((sum, value, i) => sum + Math.abs(value * w[i]!), 0));
});

test('the reference is quick enough to verify a layer of ResNet-50 whole', () => {
  const problem = conv2d.parseProblem('n=1,c=64,h=56,w=56,k=64,r=3,s=3,pad=1');
  const inputs = inputsOf(problem);
  const before = process.cpuUsage();
  reference.whole(problem, inputs);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1e6).toBeLessThan(0.5);
});

test.each(edgeProblems)('a problem survives being written and read: %s', (text) => {
  const problem = conv2d.parseProblem(text);
  expect(conv2d.formatProblem(problem)).toBe(text);
  expect(conv2d.parseProblem(conv2d.formatProblem(problem))).toEqual(problem);
});

test('the canonical text leaves out defaults and pairs of equals', () => {
  const text = 'layout=nhwc,groups=1,dilation=1,pad=1x1,stride=2x1,s=3,r=3,k=8,w=7,h=6,c=4,n=2';
  expect(conv2d.formatProblem(conv2d.parseProblem(text))).toBe(
    'n=2,c=4,h=6,w=7,k=8,r=3,s=3,stride=2x1,pad=1',
  );
});

test.each([
  ['n=1,c=4,h=8,w=8,k=4,r=3', /needs s=.*missing/],
  ['n=1,c=4,h=8,w=8,k=0,r=3,s=3', /needs k=.*'0'/],
  ['n=1,c=4,h=8,w=8,k=4,r=3,s=3,strides=2', /no 'strides', only .*stride/],
  ['n=1,c=4,h=8,w=8,k=4,r=3,s=3,stride=0', /needs stride=.*'0'/],
  ['n=1,c=4,h=8,w=8,k=4,r=3,s=3,stride=2x', /needs stride=.*''/],
  ['n=1,c=4,h=8,w=8,k=4,r=3,s=3,stride=1x2x3', /needs stride=.*'1x2x3'/],
  ['n=1,c=4,h=8,w=8,k=4,r=3,s=3,pad=one', /needs pad=.*'one'/],
  ['n=1,c=4,h=8,w=8,k=4,r=3,s=3,layout=hwcn', /layout=nchw or layout=nhwc, not 'hwcn'/],
  ['n=1,c=6,h=8,w=8,k=4,r=3,s=3,groups=4', /c to be a multiple of groups: c=6/],
  ['n=1,c=4,h=8,w=8,k=6,r=3,s=3,groups=4', /k to be a multiple of groups: k=6/],
  ['n=1,c=4,h=2,w=8,k=4,r=3,s=3', /no output: the filter's r=3 .* h=2/],
  ['n=1,c=4,h=8,w=4,k=4,r=3,s=3,dilation=1x2', /no output: the filter's s=3 .* w=4/],
  ['n=65536,c=64,h=56,w=56,k=64,r=1,s=1', /input would have \d+ elements/],
])('%s is refused, and the key is named', (text, message) => {
  expect(() => conv2d.parseProblem(text)).toThrow(message);
});

test('what is refused comes with an example that is accepted', () => {
  let fix = '';
  try {
    conv2d.parseProblem('n=1');
  } catch (error) {
    ({ fix } = error as { fix: string });
  }
  const [, example] = /'([^']+)'/.exec(fix) ?? [];
  expect(conv2d.formatProblem(conv2d.parseProblem(example!))).toBe(example);
});

test('work and traffic are counted as people count them', () => {
  const problem = conv2d.parseProblem('n=2,c=4,h=5,w=5,k=6,r=3,s=3,stride=2,pad=1,groups=2');
  expect(outputExtents(problem)).toEqual({ p: 3, q: 3 });
  expect(reference.reductionLength(problem)).toBe(18);
  expect(conv2d.flops(problem)).toBe(2 * 2 * 6 * 9 * 18);
  expect(conv2d.bytes(problem, 'f16')).toBe(2 * (2 * 4 * 25 + 6 * 18 + 2 * 6 * 9));
});
