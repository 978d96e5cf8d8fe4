import { performance } from 'node:perf_hooks';
import type { RunEvent, RunPlan } from '@stackbench/engine';
import type { Outcome } from '@stackbench/model';
import { count, createPaint, failingStatuses } from '@stackbench/report';
import type { Output } from '../terminal/terminal.ts';
import { createLiveArea } from './live-area.ts';
import { renderLiveLines } from './live-lines.ts';
import { describeLeftOut, describeOutcome } from './outcome-line.ts';
import { advance, type Job, jobKey, startProgress } from './progress.ts';

/** Shows how a run goes. */
export interface ProgressDisplay {
  onEvent(event: RunEvent): void;
  /** Writes a line between the others. */
  note(text: string): void;
  /** Removes what should not stay. */
  end(): void;
}

const redrawMs = 200;

/** Nothing at all. */
export const noDisplay: ProgressDisplay = { onEvent: () => {}, note: () => {}, end: () => {} };

/** On a terminal two lines that are redrawn, and a line that stays for every failure. */
export function createLiveDisplay(
  plan: RunPlan,
  finished: readonly Outcome[],
  output: Output,
): ProgressDisplay {
  const paint = createPaint(output.color);
  const area = createLiveArea(output);
  const records = new Map(plan.cases.map(({ record }) => [record.id, record]));
  let progress = startProgress(
    jobsOf(plan, finished),
    finished.length,
    plan.rounds,
    performance.now(),
  );
  const draw = () =>
    // One column stays free: terminals differ in what the last one does.
    area.draw(renderLiveLines(progress, performance.now(), output.width() - 1, paint));
  const timer = setInterval(draw, redrawMs);
  return {
    onEvent: (event) => {
      progress = advance(progress, event, performance.now());
      if (event.type === 'outcome' && failingStatuses.includes(event.outcome.status)) {
        const { outcome } = event;
        const line = describeOutcome(outcome, records.get(outcome.case)!, plan.rounds);
        area.clear(`${paint('bad', '✗')} ${line}\n`);
      }
      if (event.type === 'case-start' || event.type === 'launch-start') draw();
    },
    note: (text) => {
      area.clear(`${text}\n`);
      draw();
    },
    end: () => {
      clearInterval(timer);
      area.clear();
    },
  };
}

/** Elsewhere a line for every outcome; for those in a row that were left out alike, one. */
export function createPlainDisplay(
  plan: RunPlan,
  finished: readonly Outcome[],
  output: Output,
): ProgressDisplay {
  const records = new Map(plan.cases.map(({ record }) => [record.id, record]));
  const total = plan.cases.length * plan.stacks.length * plan.rounds;
  let done = finished.length;
  let leftOut: { line: string; count: number } | null = null;
  const write = (line: string) => {
    const place = String(done).padStart(String(total).length);
    output.write(`[${place}/${total}] ${line}\n`);
  };
  const flush = () => {
    if (leftOut !== null) write(`${leftOut.line} (${count(leftOut.count, 'case')})`);
    leftOut = null;
  };
  return {
    onEvent: (event) => {
      if (event.type !== 'outcome') return;
      const { outcome } = event;
      const line = describeLeftOut(outcome, plan.rounds);
      if (line === null || line !== leftOut?.line) flush();
      done++;
      if (line === null) {
        write(describeOutcome(outcome, records.get(outcome.case)!, plan.rounds));
      } else leftOut = { line, count: (leftOut?.count ?? 0) + 1 };
    },
    note: (text) => {
      flush();
      output.write(`${text}\n`);
    },
    end: flush,
  };
}

function jobsOf({ rounds, stacks, cases }: RunPlan, finished: readonly Outcome[]): Job[] {
  const done = new Set(finished.map((outcome) => jobKey(outcome)));
  return Array.from({ length: rounds }, (_, round) => round).flatMap((round) =>
    stacks.flatMap(({ stack: { id: stack } }) =>
      cases
        .map(({ record }) => ({ case: record.id, stack, round }))
        .filter((job) => !done.has(jobKey(job))),
    ),
  );
}
