import * as fc from 'fast-check';

/** A small change of a text. */
type Change = (text: string) => string;

/** What parsers have tripped over: brackets, ends, numbers beyond numbers, names of prototypes, other alphabets. */
const morsels = [
  '',
  '\0',
  '\n',
  '\r\n',
  '\t',
  '"',
  "'",
  '\\',
  '{}',
  '[]',
  '=',
  ':',
  ',',
  '#',
  '/',
  '%',
  '$(id)',
  '\u{FEFF}',
  '\u202E',
  '\uD800',
  '环境',
  '\u001B[31m',
  'null',
  'true',
  '0',
  '-1',
  '1e999',
  'NaN',
  '9007199254740993',
  '"__proto__":{"a":1},',
  '"constructor":1,',
  '&a [*a,*a]',
  '<<: *a',
];
const openers = ['[', '{"a":', '(', '- ', '? ', '&a !!x - ', '{a: '];

/** One change; places are drawn as parts of the length. */
const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 4, arbitrary: edit() },
  { weight: 4, arbitrary: insert(fc.constantFrom(...morsels)) },
  { weight: 2, arbitrary: insert(fc.string({ unit: 'binary', maxLength: 8 })) },
  // Cut off, as by a full disk.
  { weight: 1, arbitrary: part().map((at) => (text: string) => text.slice(0, place(text, at))) },
  // A part again, once or so often that what is slow shows.
  {
    weight: 1,
    arbitrary: fc
      .tuple(part(), fc.nat(40), fc.constantFrom(1, 2, 2000))
      .map(([at, length, times]) => (text: string) => {
        const start = place(text, at);
        const piece = text.slice(start, start + length);
        return text.slice(0, start) + piece.repeat(times) + text.slice(start);
      }),
  },
  // Deeper than any stack.
  {
    weight: 1,
    arbitrary: insert(
      fc
        .tuple(fc.constantFrom(...openers), fc.constantFrom(70, 3000, 20_000))
        .map(([opener, depth]) => opener.repeat(depth)),
    ),
  },
  // Another number.
  {
    weight: 2,
    arbitrary: fc
      .tuple(part(), fc.constantFrom('0', '-1', '1e400', '99999999999999999999', '1.5', ''))
      .map(([at, number]) => (text: string) => {
        const numbers = [...text.matchAll(/\d+/g)];
        const found = numbers[Math.floor(at * numbers.length)];
        if (found === undefined) return text;
        const { index } = found;
        return text.slice(0, index) + number + text.slice(index + found[0].length);
      }),
  },
);

function part(): fc.Arbitrary<number> {
  return fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
}

function place(text: string, at: number): number {
  return Math.floor(at * text.length);
}

function insert(what: fc.Arbitrary<string>): fc.Arbitrary<Change> {
  return fc.tuple(part(), what).map(([at, piece]) => (text) => {
    const start = place(text, at);
    return text.slice(0, start) + piece + text.slice(start);
  });
}

/** Something is left out, or another character stands in its place. */
function edit(): fc.Arbitrary<Change> {
  return fc
    .tuple(part(), fc.nat(12), fc.option(fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })))
    .map(([at, length, instead]) => (text) => {
      const start = place(text, at);
      const end = instead === null ? start + length : start + 1;
      return text.slice(0, start) + (instead ?? '') + text.slice(end);
    });
}

/** One of `samples`, as it is or with a few small changes. */
export function changed(samples: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(
      fc.constantFrom(...samples),
      fc.oneof(
        { weight: 1, arbitrary: fc.constant<Change[]>([]) },
        { weight: 9, arbitrary: fc.array(change, { minLength: 1, maxLength: 4 }) },
      ),
    )
    .map(([sample, changes]) => changes.reduce((text, apply) => apply(text), sample));
}
