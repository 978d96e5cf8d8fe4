import { factAt, type Stack } from '@stackbench/model';
import { createPaint, escapeControl, hang, type Paint } from '@stackbench/report';
import type { Output } from '../terminal/terminal.ts';

/** Stacks with what makes them so; those that cannot run with their reason and what to do. */
export function describeStacks(stacks: readonly Stack[], width: number, paint: Paint): string[] {
  return stacks.flatMap((stack) => [
    `  ${stack.available ? paint('top', '✓') : paint('bad', '✗')} ${describeId(stack)}`,
    ...(stack.available
      ? hang('    ', describeFacts(stack), width).map((line) => paint('quiet', line))
      : problemLines(stack, width)),
  ]);
}

/** Why no stack can run, and what to do, for a run that has none. */
export function describeUnavailable(stacks: readonly Stack[], output: Output): string {
  const paint = createPaint(output.color);
  const lines = [
    `${paint('bad', 'stackbench:')} no stack can run here, so nothing was measured`,
    ...stacks
      .filter(({ available }) => !available)
      .flatMap((stack) => [`  ${describeId(stack)}`, ...problemLines(stack, output.width())]),
  ];
  return `${lines.join('\n')}\n`;
}

/** The stacks that a run goes on without; empty when there is none. */
export function describeLeftOut(stacks: readonly Stack[], output: Output): string {
  const paint = createPaint(output.color);
  return stacks
    .flatMap((stack) => [
      `${paint('warning', 'Left out')}  ${describeId(stack)}`,
      ...problemLines(stack, output.width()),
    ])
    .map((line) => `${line}\n`)
    .join('');
}

function describeId({ id, software }: Stack): string {
  return escapeControl(id) + (software ? ' †' : '');
}

function problemLines({ reason, fix }: Stack, width: number): string[] {
  const lines = (reason ?? 'It is not available.').trimEnd().split('\n');
  return [
    ...lines.flatMap((line) => hang('    ', escapeControl(line), width)),
    ...(fix === undefined ? [] : hang('    fix: ', escapeControl(fix), width)),
  ];
}

/** The facts that a person can read at a glance: short texts, no paths. The rest is in `--json`. */
function describeFacts({ facts }: Stack): string {
  return Object.entries(facts)
    .flatMap(([name, value]) => {
      const fact = factAt(name)?.fact;
      const text = Array.isArray(value)
        ? value.filter((item) => typeof item === 'string').join(', ')
        : value;
      if (fact?.glance === undefined || typeof text !== 'string') return [];
      if (text === '' || text.length > 40 || /^0x|[/\\]/.test(text)) return [];
      return [escapeControl(`${fact.glance} ${text}`.trim())];
    })
    .join(' · ');
}
