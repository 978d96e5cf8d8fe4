import {
  BenchError,
  type DataType,
  dataTypeTraits,
  elementCount,
  type ElementReader,
  type Operation,
  parseFields,
} from '@stackbench/model';

/** C[M×N] = A[M×K] · B[K×N], all row-major. */
export type GemmProblem = { readonly m: number; readonly n: number; readonly k: number };

const extents = ['m', 'n', 'k'] as const;

const largestExtent = 2 ** 24;

/** Kernels index with 32-bit integers, CUDA's with signed ones. */
const largestTensor = 2 ** 31 - 1;

function parseProblem(text: string): GemmProblem {
  const fields = parseFields(text);
  for (const key of fields.keys()) {
    if (!(extents as readonly string[]).includes(key)) {
      throw new BenchError(`gemm has no '${key}' (in '${text}')`, {
        fix: "Write a problem such as 'm=512,n=512,k=512'.",
      });
    }
  }
  const [m, n, k] = extents.map((key) => extent(text, key, fields.get(key)));
  const problem: GemmProblem = { m: m!, n: n!, k: k! };
  const { inputs, output } = tensors(problem);
  for (const tensor of [...inputs, output]) {
    if (elementCount(tensor) > largestTensor) {
      throw new BenchError(
        `gemm: ${tensor.name} has ${tensor.shape.join(' × ')} elements, more than ${largestTensor} (in '${text}')`,
      );
    }
  }
  return problem;
}

function tensors({ m, n, k }: GemmProblem) {
  return {
    inputs: [
      { name: 'a', shape: [m, k] },
      { name: 'b', shape: [k, n] },
    ],
    output: { name: 'c', shape: [m, n] },
  };
}

function extent(text: string, key: string, value: string | undefined): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > largestExtent) {
    throw new BenchError(
      `gemm needs ${key}=<integer from 1 to ${largestExtent}>, not '${value ?? ''}' (in '${text}')`,
      { fix: "Write a problem such as 'm=512,n=512,k=512'." },
    );
  }
  return number;
}

/** Row-by-row product in float64; the order of summation is irrelevant to exact integers. */
function whole({ m, n, k }: GemmProblem, inputs: readonly Float32Array[]): Float64Array {
  const [a, b] = inputs as [Float32Array, Float32Array];
  const c = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    const row = c.subarray(i * n, (i + 1) * n);
    for (let p = 0; p < k; p++) {
      const factor = a[i * k + p]!;
      const base = p * n;
      for (let j = 0; j < n; j++) row[j]! += factor * b[base + j]!;
    }
  }
  return c;
}

function elements({ n, k }: GemmProblem, read: readonly ElementReader[], indices: Uint32Array) {
  const [a, b] = read as [ElementReader, ElementReader];
  const values = new Float64Array(indices.length);
  const magnitudes = new Float64Array(indices.length);
  for (const [at, index] of indices.entries()) {
    const i = Math.floor(index / n);
    const j = index % n;
    let sum = 0;
    let magnitude = 0;
    for (let p = 0; p < k; p++) {
      const term = a(i * k + p) * b(p * n + j);
      sum += term;
      magnitude += Math.abs(term);
    }
    values[at] = sum;
    magnitudes[at] = magnitude;
  }
  return { values, magnitudes };
}

/** C·v = A·(B·v): M numbers in O(MK + KN). */
function checksum(
  { m, n, k }: GemmProblem,
  inputs: readonly Float32Array[],
  weights: Float64Array,
): Float64Array {
  const [a, b] = inputs as [Float32Array, Float32Array];
  const bv = matrixTimesVector(b, k, n, weights);
  return matrixTimesVector(a, m, k, bv);
}

function matrixTimesVector(
  matrix: Float32Array,
  rows: number,
  columns: number,
  vector: Float64Array,
): Float64Array {
  const product = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += matrix[i * columns + j]! * vector[j]!;
    product[i] = sum;
  }
  return product;
}

const gemm: Operation<GemmProblem> = {
  name: 'gemm',
  title: 'C = A·B, row-major',
  parseProblem,
  formatProblem: ({ m, n, k }) => `m=${m},n=${n},k=${k}`,
  flops: ({ m, n, k }) => 2 * m * n * k,
  bytes: ({ m, n, k }, dataType: DataType) =>
    (m * k + k * n + m * n) * dataTypeTraits(dataType).bytes,
  tensors,
  reductionLength: ({ k }) => k,
  checksumAxis: ({ n }) => ({ length: n, inner: 1 }),
  reference: { whole, elements, checksum },
  // Simulated honest errors stay 4× below: f32 2.3e-6 up to K = 16384, TF32 2.9e-4, bf16 out
  // 1.7e-3; one dropped K element shows as 7.9e-3.
  tolerances: {
    f32: { relativeFrobenius: 1e-5, scaledMaximum: 2e-6 },
    tf32: { relativeFrobenius: 1e-3, scaledMaximum: 1e-3 },
    f16: { relativeFrobenius: 1e-3, scaledMaximum: 1e-3 },
    bf16: { relativeFrobenius: 4e-3, scaledMaximum: 4e-3 },
  },
};

export default gemm;
