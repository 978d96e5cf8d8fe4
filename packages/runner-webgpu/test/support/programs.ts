import { fillTensor, type Fill, i32, type Program, type Scalar } from '@stackbench/model';

const integers: Fill = { kind: 'integers', range: 8, sparsity: 0, seed: 7 };

/** A program of one pass over inputs `a` and `b` and the output `c`. */
export function makeProgram(
  text: string,
  lengths: { a: number; b: number; c: number },
  pass: { grid: [number, number, number]; scalars?: Scalar[]; origins?: string[] },
  dataType: Program['dataType'] = 'f32',
): Program {
  const { grid, scalars = [], origins } = pass;
  return {
    dataType,
    tensors: [
      { name: 'a', role: 'input', elements: lengths.a },
      { name: 'b', role: 'input', elements: lengths.b },
      { name: 'c', role: 'output', elements: lengths.c },
    ],
    passes: [
      {
        label: 'test',
        module: {
          kind: 'source',
          language: 'wgsl',
          file: 'test/kernel.wgsl',
          text,
          ...(origins === undefined ? {} : { origins }),
        },
        entry: 'main',
        grid,
        block: [64, 1, 1],
        tensors: ['a', 'b', 'c'],
        scalars,
      },
    ],
  };
}

const bindings = (type: string) => `
@group(0) @binding(0) var<storage, read> a: array<${type}>;
@group(0) @binding(1) var<storage, read> b: array<${type}>;
@group(0) @binding(2) var<storage, read_write> c: array<${type}>;`;

/** Copies the bits of one input; 32-bit words, so that no arithmetic can touch them. */
export function copyProgram(
  input: 'a' | 'b',
  elements: number,
  dataType: Program['dataType'],
): Program {
  const text = `${bindings('u32')}
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  _ = &a; _ = &b;
  let i = id.y * groups.x * 64 + id.x;
  if (i < arrayLength(&c)) { c[i] = ${input}[i]; }
}`;
  const groups = Math.ceil(elements / 64);
  const columns = Math.min(groups, 65_535);
  const lengths = { a: elements, b: elements, c: elements };
  return makeProgram(text, lengths, { grid: [columns, Math.ceil(groups / columns), 1] }, dataType);
}

/** Leaves the output as it finds it. */
export function idleProgram(elements: number): Program {
  const text = `${bindings('f32')}
@compute @workgroup_size(64) fn main() { _ = &a; _ = &b; _ = &c; }`;
  return makeProgram(text, { a: 1, b: 1, c: elements }, { grid: [1, 1, 1] });
}

/** C = A·B in the plainest way, with its true product for {@link integers}. */
export function gemmProgram(m: number, n: number, k: number) {
  const text = `struct Params { m: u32, n: u32, k: u32 }
${bindings('f32')}
@group(0) @binding(3) var<uniform> params: Params;
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= params.n || id.y >= params.m) { return; }
  var sum = 0f;
  for (var p = 0u; p < params.k; p++) { sum += a[id.y * params.k + p] * b[p * params.n + id.x]; }
  c[id.y * params.n + id.x] = sum;
}`;
  const program = makeProgram(
    text,
    { a: m * k, b: k * n, c: m * n },
    { grid: [Math.ceil(n / 64), m, 1], scalars: i32(m, n, k) },
  );
  const a = fillTensor(integers, 'f32', 0, m * k);
  const b = fillTensor(integers, 'f32', 1, k * n);
  const expected = Float32Array.from({ length: m * n }, (_, at) => {
    let sum = 0;
    for (let p = 0; p < k; p++) sum += a[Math.floor(at / n) * k + p]! * b[p * n + (at % n)]!;
    return sum;
  });
  return { program, fill: integers, expected };
}
