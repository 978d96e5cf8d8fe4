import { escapeControl, padEnd } from '@stackbench/report';
import { type Check, differenceOf, mostApart } from './checks.ts';

/** A line for each time of ours, and below it one for each timer. */
export function renderChecks(checks: readonly Check[]): string {
  const groups = Map.groupBy(checks, ({ stack, case: id }) => `${stack}  ${id}`);
  const widest = Math.max(...checks.map(({ timer }) => timer.length));
  const lines = [...groups].flatMap(([heading, group]) => [
    `${heading}  ${milliseconds(group[0]!.ourNs)}`,
    ...group.map((check) => `  ${padEnd(check.timer, widest)}  ${describe(check)}`),
  ]);
  return `${[...lines, '', summarize(checks)].map(escapeControl).join('\n')}\n`;
}

function describe(check: Check): string {
  const { theirs, stack, timedIn } = check;
  if ('absent' in theirs) return `absent: ${theirs.absent}`;
  const percent = (differenceOf(check) ?? 0) * 100;
  const ours = `${percent < 0 ? '−' : '+'}${Math.abs(percent).toFixed(1)} %`;
  const where = stack === timedIn ? '' : `, in ${timedIn}`;
  return `${milliseconds(theirs.ns)}  ours ${ours}${where}${isWithin(check) ? '' : '  ← apart'}`;
}

function milliseconds(ns: number): string {
  return `${Number((ns / 1e6).toPrecision(4))} ms`;
}

function isWithin(check: Check): boolean {
  return Math.abs(differenceOf(check) ?? 0) <= mostApart;
}

function summarize(checks: readonly Check[]): string {
  const compared = checks.filter((check) => differenceOf(check) !== null);
  const within = compared.filter(isWithin);
  return `${within.length} of ${compared.length} within ${mostApart * 100} %.`;
}
