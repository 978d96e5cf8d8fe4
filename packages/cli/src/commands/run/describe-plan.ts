import type { RunPlan } from '@stackbench/engine';
import type { CaseRecord } from '@stackbench/model';
import { count, createPaint, escapeControl, formatDuration, hang } from '@stackbench/report';
import { describeCases } from '../describe-cases.ts';
import type { Output } from '../../terminal/terminal.ts';

const controlNote =
  '#control: the A/A control, a stack launched once more in each round to show the noise; never ranked; --no-control leaves it out';

/** What a run would do, for `--dry-run`. */
export function describePlan(plan: RunPlan, finishedCount: number, output: Output): string {
  const paint = createPaint(output.color);
  const width = output.width();
  const { suite, rounds, tunables } = plan;
  const stacks = plan.stacks.map(({ stack }) => stack);
  const cases = plan.cases.map(({ record }) => record);
  const outcomes = cases.length * stacks.length * rounds;
  const heading = (title: string, rest: string) => `${paint('heading', title)}  ${rest}`;
  const tunableWidth = Math.max(...Object.keys(tunables).map((name) => name.length));
  return [
    'Dry run: nothing is measured.',
    '',
    heading('Stacks', String(stacks.length)),
    ...stacks.map(({ id, software }) => `  ${escapeControl(id)}${software ? ' †' : ''}`),
    ...(stacks.some(({ software }) => software)
      ? [paint('quiet', '  † computes on the CPU: never ranked with hardware')]
      : []),
    ...(stacks.some(({ controlOf }) => controlOf !== undefined)
      ? hang('  ', controlNote, width).map((line) => paint('quiet', line))
      : []),
    '',
    heading('Cases', `${cases.length} of the suite ${suite}`),
    ...describeCases(cases, width, paint),
    '',
    heading('Rounds', String(rounds)),
    '',
    heading(
      'Outcomes',
      `${outcomes} = ${count(cases.length, 'case')} × ${count(stacks.length, 'stack')} × ${count(rounds, 'round')}` +
        (finishedCount > 0 ? `; ${finishedCount} of them are there already` : ''),
    ),
    ...hang('  ', estimate(plan, cases, outcomes - finishedCount), width),
    '',
    heading('Tunables', ''),
    ...Object.entries(tunables).map(
      ([name, value]) => `  ${name.padEnd(tunableWidth)}  ${String(value)}`,
    ),
    '',
  ]
    .map((line) => line.trimEnd())
    .join('\n');
}

/** What the policy itself implies; how fast a kernel is nobody knows before it ran. */
function estimate({ tunables }: RunPlan, cases: readonly CaseRecord[], outcomes: number): string {
  if (outcomes === 0 || cases.length === 0) return 'Nothing is left to measure.';
  const { minDeviceMs, maxDeviceMs, warmupDeviceMs } = tunables;
  const least = formatDuration(outcomes * minDeviceMs);
  const most = formatDuration(outcomes * (maxDeviceMs + warmupDeviceMs));
  return (
    `Warming up and sampling take ${least} to ${most}, less what is skipped or unsupported; ` +
    'building, verifying, and kernels slower than a sample come on top.'
  );
}
