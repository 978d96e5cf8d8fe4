import { loadCatalog } from '@stackbench/kernels';
import { expect, test } from 'vitest';
import { buildWgslProgram } from '../../src/index.ts';
import { assembleWgsl } from '../../src/wgsl/assemble-wgsl.ts';
import { locateLines } from '../../src/wgsl/source-line.ts';

const catalog = await loadCatalog();

const linesOf = (text: string) => locateLines({ file: 'f', lines: text.split('\n') });

test('the prelude gives the stored type and the constants', () => {
  const { text } = assembleWgsl(linesOf('body'), {
    dataType: 'f32',
    constants: { BM: 128, TN: 8 },
    features: [],
  });
  expect(text.split('\n')).toEqual([
    'alias real = f32;',
    'alias real4 = vec4<f32>;',
    'const BM = 128;',
    'const TN = 8;',
    'body',
  ]);
});

test('f16 and features are enabled before everything else', () => {
  const { text } = assembleWgsl(linesOf('body'), {
    dataType: 'f16',
    constants: {},
    features: ['subgroups', 'chromium-experimental-subgroup-matrix'],
  });
  expect(text.split('\n').slice(0, 4)).toEqual([
    'enable f16;',
    'enable subgroups;',
    'enable chromium_experimental_subgroup_matrix;',
    'alias real = f16;',
  ]);
});

test("a source's own WGSL directives come before the first declaration", () => {
  const source = '// prose\ndiagnostic(off, derivative_uniformity);\nbody';
  const { text, origins } = assembleWgsl(linesOf(source), {
    dataType: 'f32',
    constants: {},
    features: ['subgroups'],
  });
  expect(text.split('\n').slice(0, 3)).toEqual([
    'enable subgroups;',
    'diagnostic(off, derivative_uniformity);',
    'alias real = f32;',
  ]);
  expect(origins).toEqual(['', 'f:2', '', '', 'f:1', 'f:3']);
});

test('every line knows where it came from', () => {
  const source = 'first\n//@unroll i 2\nsum{i}\n//@end\nlast';
  const { text, origins } = assembleWgsl(linesOf(source), {
    dataType: 'f32',
    constants: {},
    features: [],
  });
  const origin = new Map(text.split('\n').map((line, i) => [line, origins[i]]));
  expect(origin.get('alias real = f32;')).toBe('');
  expect(origin.get('sum1')).toBe('f:3');
  expect(origin.get('last')).toBe('f:5');
});

test('a data type that WGSL lacks is refused', () => {
  const options = { dataType: 'bf16', constants: {}, features: [] } as const;
  expect(() => assembleWgsl([], options)).toThrow('WGSL has no data type bf16');
});

const gemm = catalog.operations.get('gemm')!;

test.each(gemm.variants.map((variant) => ({ name: variant.name, variant })))(
  'the sources of gemm/$name are written out whole, aligned or not',
  async ({ variant }) => {
    for (const problem of ['m=8,n=8,k=8', 'm=5,n=6,k=7']) {
      for (const dataType of variant.dataTypes.wgsl ?? []) {
        const plan = variant.plan(gemm.operation.parseProblem(problem), dataType);
        if ('unsupported' in plan) continue;
        const request = { variant, plan, dataType, tensors: [] };
        const program = await buildWgslProgram(catalog.root, request);
        for (const { module } of 'passes' in program ? program.passes : []) {
          const text = 'text' in module ? module.text : '';
          const code = text.replaceAll(/\/\/.*/g, '');
          expect(code).not.toMatch(/\{\w+(:\w+)?\}/);
          expect(code).toContain('fn main(');
        }
      }
    }
  },
);
