import { BenchError, type DataType, type KernelFeature } from '@stackbench/model';
import { expandDirectives } from './expand-directives.ts';
import type { SourceLine } from './source-line.ts';

/** A shader ready to compile, and the way back from its lines to those of its files. */
export interface AssembledShader {
  text: string;
  /** Where each line came from: `gemm/naive/kernel.wgsl:12`; empty for the prelude. */
  origins: string[];
}

export interface ShaderOptions {
  dataType: DataType;
  constants: Readonly<Record<string, number>>;
  features: readonly KernelFeature[];
}

const scalarTypes: Partial<Record<DataType, string>> = { f32: 'f32', f16: 'f16', f16acc: 'f16' };

const enables: Record<KernelFeature, string> = {
  subgroups: 'enable subgroups;',
  'chromium-experimental-subgroup-matrix': 'enable chromium_experimental_subgroup_matrix;',
};

/** Lines that WGSL wants before any declaration: `diagnostic(off, …);`, `requires …;`. */
const globalDirective = /^\s*(diagnostic\s*\(|requires\s)/;

/**
 * Puts the prelude before a kernel's source and writes its `//@` directives out (see
 * {@link expandDirectives}).
 *
 * The prelude gives `real` and `real4` (the stored type and its vector of four) and one `const` for
 * each constant: register arrays need const-expressions, which `override` is not. A source's own
 * WGSL directives are moved before it, where the language wants them.
 *
 * @throws BenchError for a data type WGSL lacks, or a broken directive, with its place
 */
export function assembleWgsl(
  source: readonly SourceLine[],
  options: ShaderOptions,
): AssembledShader {
  const scalar = scalarTypes[options.dataType];
  if (scalar === undefined) throw new BenchError(`WGSL has no data type ${options.dataType}`);
  const prelude = [
    `alias real = ${scalar};`,
    `alias real4 = vec4<${scalar}>;`,
    ...Object.entries(options.constants).map(([name, value]) => `const ${name} = ${value};`),
  ];
  const enabled = [
    ...(scalar === 'f16' ? ['enable f16;'] : []),
    ...options.features.map((feature) => enables[feature]),
  ];
  const expanded = expandDirectives(source, options.constants);
  const assembled = [
    ...enabled.map(generated),
    ...expanded.filter(({ text }) => globalDirective.test(text)),
    ...prelude.map(generated),
    ...expanded.filter(({ text }) => !globalDirective.test(text)),
  ];
  return {
    text: assembled.map(({ text }) => text).join('\n'),
    origins: assembled.map(({ origin }) => origin),
  };
}

function generated(text: string): SourceLine {
  return { text, origin: '' };
}
