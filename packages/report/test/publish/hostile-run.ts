import type { Run } from '@stackbench/model';
import { failedOutcome } from '../make-run.ts';
import { gemmCase, launches, madeRun, madeStack } from './make-publication.ts';

/** What a run file of a stranger may hold. */
export const hostileTexts = [
  '<script>document.title = "owned"</script>',
  '</script><img src=x onerror="document.title=\'owned\'">',
  'a | b | c',
  '=HYPERLINK("https://example.invalid","x")',
  '@SUM(1)\t+1',
  '\u001b[31mred\u001b[0m \u202edesrever',
  '../../../etc/passwd',
  '__proto__',
  '[x](javascript:alert(1)) `code` *bold*',
  'line one\nline two\u2028line three',
];

/** Hostile in every string that the schema leaves free. */
export function hostileRun(): Run {
  const cases = ['naive', 'shared-tile', 'library'].map((variant) => gemmCase(variant, 256, 'f32'));
  const stacks = hostileTexts.map((text, at) =>
    madeStack(`webgpu:${text.replaceAll('\n', ' ')}`, {
      implementation: text,
      ...Object.fromEntries([
        ['__proto__', { polluted: true }],
        ['libraries', { [text]: at, ...Object.fromEntries([['__proto__', 1]]) }],
      ]),
    }),
  );
  const outcomes = stacks.flatMap(({ id }, at) => [
    ...launches(id, cases[0] ?? gemmCase('naive', 256, 'f32'), 1e9 * (at + 1), 6),
    failedOutcome(id, cases[1]?.id ?? '', 'compile-error', hostileTexts[at] ?? ''),
    failedOutcome(id, cases[2]?.id ?? '', 'crash', hostileTexts.join(' ')),
  ]);
  return madeRun({
    stacks: [
      ...stacks,
      madeStack(
        'pytorch:x',
        {},
        { available: false, reason: hostileTexts[0] ?? '', fix: hostileTexts[1] ?? '' },
      ),
    ],
    cases: cases.map((record, at) => ({ ...record, title: hostileTexts[at] ?? '' })),
    outcomes,
  });
}
