import { BenchError, type DataType, type KernelFeature } from '@stackbench/model';

/** A shader ready to compile, and the way back from its lines to those of its file. */
export interface AssembledShader {
  text: string;
  /** `lines[i]` is the line of the source file (from 1) that line `i + 1` came from; 0: the prelude. */
  lines: number[];
}

export interface ShaderOptions {
  dataType: DataType;
  constants: Readonly<Record<string, number>>;
  features: readonly KernelFeature[];
}

const scalarTypes: Partial<Record<DataType, string>> = { f32: 'f32', f16: 'f16' };

const enables: Record<KernelFeature, string> = {
  subgroups: 'enable subgroups;',
  'chromium-experimental-subgroup-matrix': 'enable chromium_experimental_subgroup_matrix;',
};

/**
 * Puts the prelude before a kernel's source and writes its unrolled parts out.
 *
 * The prelude gives `real` and `real4` (the stored type and its vector of four) and one `const` for
 * each constant: register arrays need const-expressions, which `override` is not.
 *
 * WGSL has no preprocessor, and arrays of accumulators are slow where the compiler does not
 * unroll. So a source may say
 *
 *     //@unroll i TM
 *     var sum{i} = vec4f();
 *     //@end
 *
 * and the lines between are repeated for i = 0 … TM − 1, `{i}` replaced by the number and
 * `{i:xyzw}` by the letter at that place. Blocks nest.
 *
 * @throws BenchError for a data type WGSL lacks, or a broken directive, with its line
 */
export function assembleWgsl(source: string, options: ShaderOptions): AssembledShader {
  const scalar = scalarTypes[options.dataType];
  if (scalar === undefined) throw new BenchError(`WGSL has no data type ${options.dataType}`);
  const prelude = [
    ...(scalar === 'f16' ? ['enable f16;'] : []),
    ...options.features.map((feature) => enables[feature]),
    `alias real = ${scalar};`,
    `alias real4 = vec4<${scalar}>;`,
    ...Object.entries(options.constants).map(([name, value]) => `const ${name} = ${value};`),
  ];
  const numbered = source.split('\n').map((text, i) => ({ text, line: i + 1 }));
  const body = unroll(numbered, options.constants);
  return {
    text: [...prelude, ...body.map(({ text }) => text)].join('\n'),
    lines: [...prelude.map(() => 0), ...body.map(({ line }) => line)],
  };
}

interface NumberedLine {
  text: string;
  line: number;
}

const opening = /^\s*\/\/@unroll (\w+) (\w+)\s*$/;
const closing = /^\s*\/\/@end\s*$/;

function unroll(
  lines: readonly NumberedLine[],
  constants: Readonly<Record<string, number>>,
): NumberedLine[] {
  const result: NumberedLine[] = [];
  for (let at = 0; at < lines.length; at++) {
    const here = lines[at]!;
    if (closing.test(here.text)) throw directiveError(here, 'no //@unroll before this //@end');
    const [, index, bound] = opening.exec(here.text) ?? [];
    if (index === undefined || bound === undefined) {
      result.push(here);
      continue;
    }
    const count = constants[bound] ?? Number(bound);
    if (!Number.isInteger(count) || count < 0) {
      throw directiveError(here, `'${bound}' is neither a constant of this variant nor a number`);
    }
    const end = endOfBlock(lines, at);
    const body = lines.slice(at + 1, end);
    for (let i = 0; i < count; i++) {
      result.push(
        ...unroll(
          body.map((line) => substitute(line, index, i)),
          constants,
        ),
      );
    }
    at = end;
  }
  return result;
}

function endOfBlock(lines: readonly NumberedLine[], start: number): number {
  let depth = 0;
  for (let at = start; at < lines.length; at++) {
    if (opening.test(lines[at]!.text)) depth++;
    if (closing.test(lines[at]!.text) && --depth === 0) return at;
  }
  throw directiveError(lines[start]!, 'this //@unroll has no //@end');
}

function substitute({ text, line }: NumberedLine, index: string, value: number): NumberedLine {
  const letter = new RegExp(`\\{${index}:(\\w+)\\}`, 'g');
  return {
    line,
    text: text
      .replaceAll(letter, (_, letters: string) => letters[value] ?? '')
      .replaceAll(`{${index}}`, String(value)),
  };
}

function directiveError(where: NumberedLine, what: string): BenchError {
  return new BenchError(`line ${where.line}: ${what}`);
}
