import { BenchError } from '@stackbench/model';
import type { SourceLine } from './source-line.ts';

type Constants = Readonly<Record<string, number>>;

const unrolling = /^\s*\/\/@unroll (\w+) (\w+)\s*$/;
const condition = /^\s*\/\/@if (\w+)\s*$/;
const otherwise = /^\s*\/\/@else\s*$/;
const closing = /^\s*\/\/@end\s*$/;

/**
 * Writes out the `//@` directives of a kernel source. WGSL has no preprocessor, arrays of
 * accumulators are slow where the compiler does not unroll, and a binding's type cannot depend on
 * a `const`. So a source may say
 *
 *     //@unroll i TM
 *     var sum{i} = vec4f();
 *     //@end
 *
 * and the lines between are repeated for i = 0 … TM − 1, `{i}` replaced by the number and
 * `{i:xyzw}` by the letter at that place; and
 *
 *     //@if A4
 *     var<storage, read> a: array<real4>;
 *     //@else
 *     var<storage, read> a: array<real>;
 *     //@end
 *
 * where the first lines stay if the constant is not 0, else those after `//@else`, which may be
 * left out. Blocks nest. A bound or condition is a constant of the pass or a number.
 *
 * @throws BenchError for a broken directive, with its place
 */
export function expandDirectives(lines: readonly SourceLine[], constants: Constants): SourceLine[] {
  const result: SourceLine[] = [];
  for (let at = 0; at < lines.length; at++) {
    const here = lines[at]!;
    if (closing.test(here.text) || otherwise.test(here.text)) {
      throw directiveError(here, `no block is open before this ${here.text.trim()}`);
    }
    const [, index, bound] = unrolling.exec(here.text) ?? [];
    const [, name] = condition.exec(here.text) ?? [];
    if (index !== undefined && bound !== undefined) {
      const { body, alternative, end } = blockAt(lines, at);
      if (alternative) throw directiveError(here, 'an //@unroll has no //@else');
      result.push(...unroll(body, index, valueOf(bound, here, constants), constants));
      at = end;
    } else if (name !== undefined) {
      const { body, alternative, end } = blockAt(lines, at);
      const kept = valueOf(name, here, constants) === 0 ? (alternative ?? []) : body;
      result.push(...expandDirectives(kept, constants));
      at = end;
    } else if (/^\s*\/\/@/.test(here.text)) {
      throw directiveError(here, `'${here.text.trim()}' is not a directive`);
    } else {
      result.push(here);
    }
  }
  return result;
}

function unroll(
  body: readonly SourceLine[],
  index: string,
  count: number,
  constants: Constants,
): SourceLine[] {
  return Array.from({ length: count }, (_, i) =>
    expandDirectives(
      body.map((line) => substitute(line, index, i)),
      constants,
    ),
  ).flat();
}

function valueOf(name: string, where: SourceLine, constants: Constants): number {
  const value = constants[name] ?? Number(name);
  if (!Number.isInteger(value) || value < 0) {
    throw directiveError(where, `'${name}' is neither a constant of this pass nor a number`);
  }
  return value;
}

interface Block {
  body: SourceLine[];
  /** The lines after `//@else`, where there is one. */
  alternative: SourceLine[] | undefined;
  /** Where the block's `//@end` stands. */
  end: number;
}

function blockAt(lines: readonly SourceLine[], start: number): Block {
  let depth = 0;
  let middle: number | undefined;
  for (let at = start; at < lines.length; at++) {
    const { text } = lines[at]!;
    if (unrolling.test(text) || condition.test(text)) depth++;
    if (otherwise.test(text) && depth === 1) {
      if (middle !== undefined) throw directiveError(lines[at]!, 'a second //@else in one block');
      middle = at;
    }
    if (closing.test(text) && --depth === 0) {
      return {
        body: lines.slice(start + 1, middle ?? at),
        alternative: middle === undefined ? undefined : lines.slice(middle + 1, at),
        end: at,
      };
    }
  }
  throw directiveError(lines[start]!, `this ${lines[start]!.text.trim()} has no //@end`);
}

function substitute({ text, origin }: SourceLine, index: string, value: number): SourceLine {
  const letter = new RegExp(`\\{${index}:(\\w+)\\}`, 'g');
  return {
    origin,
    text: text
      .replaceAll(letter, (whole, letters: string) => {
        const found = letters[value];
        if (found === undefined) {
          throw directiveError({ text, origin }, `${whole} has no letter for ${index} = ${value}`);
        }
        return found;
      })
      .replaceAll(`{${index}}`, String(value)),
  };
}

function directiveError(where: SourceLine, what: string): BenchError {
  return new BenchError(`${where.origin}: ${what}`);
}
