import type { Suite } from '@stackbench/model';

/** The matrices that a token passes: title, then [K, N] of its projections. */
const models: readonly (readonly [string, readonly (readonly [string, number, number])[]])[] = [
  [
    'Llama-3-8B',
    [
      ['attention in', 4096, 6144],
      ['attention out', 4096, 4096],
      ['gate and up', 4096, 28672],
      ['down', 14336, 4096],
    ],
  ],
  [
    'Llama-2-70B',
    [
      ['attention in', 8192, 10240],
      ['attention out', 8192, 8192],
      ['gate and up', 8192, 57344],
      ['down', 28672, 8192],
    ],
  ],
];

/** One token, a small batch, a long prompt. */
const tokens = [1, 128, 4096];

const llm: Suite = {
  name: 'llm',
  title: 'The projections of two language models, for 1, 128 and 4096 tokens',
  entries: [
    {
      operation: 'gemm',
      dataTypes: ['f32', 'tf32', 'f16', 'bf16'],
      problems: models.flatMap(([model, projections]) =>
        projections.flatMap(([title, k, n]) =>
          tokens.map((m) => ({
            problem: `m=${m},n=${n},k=${k}`,
            title: `${model} ${title}, ${m} ${m === 1 ? 'token' : 'tokens'}`,
          })),
        ),
      ),
    },
  ],
};

export default llm;
