import { expect, test } from 'vitest';
import type { RunEvent } from '@stackbench/engine';
import { stripVTControlCharacters } from 'node:util';
import { createPaint, textWidth } from '@stackbench/report';
import { renderLiveLines } from '../../src/progress/live-lines.ts';
import { advance, estimateLeftMs, type Job, startProgress } from '../../src/progress/progress.ts';

const stack = 'webgpu:dawn/环境';
const jobs: Job[] = [0, 1].flatMap((round) =>
  ['a', 'b', 'c', 'd'].map((variant) => ({
    case: `gemm/${variant}:m=1,n=1,k=1;f32`,
    stack,
    round,
  })),
);

function outcomeOf(job: Job): RunEvent {
  return { type: 'outcome', outcome: { ...job, status: 'skipped', reason: 'fake' } };
}

/** Progress after the first `count` jobs, the i-th of a round taking (i + 1) × 100 ms. */
function after(count: number) {
  let progress = startProgress(jobs, 0, 2, 0);
  let nowMs = 0;
  progress = advance(progress, { type: 'launch-start', stack, round: 0 }, nowMs);
  for (const [index, job] of jobs.slice(0, count).entries()) {
    progress = advance(progress, { type: 'case-start', ...job }, nowMs);
    nowMs += ((index % 4) + 1) * 100;
    progress = advance(progress, outcomeOf(job), nowMs);
  }
  return { progress, nowMs };
}

test('time left is unknown at first, then from the mean, then from the earlier round', () => {
  expect(estimateLeftMs(after(2).progress, 300)).toBeNull();
  const three = after(3);
  // Known for a, b, c of the next round: 100 + 200 + 300; the mean of those, 200, for d twice.
  expect(estimateLeftMs(three.progress, three.nowMs)).toBe(1000);
  const six = after(6);
  expect(estimateLeftMs(six.progress, six.nowMs)).toBe(700);
});

test('time spent on the current case counts', () => {
  const { progress, nowMs } = after(6);
  const busy = advance(progress, { type: 'case-start', ...jobs[6]! }, nowMs);
  expect(estimateLeftMs(busy, nowMs + 250)).toBe(450);
  expect(estimateLeftMs(busy, nowMs + 5000)).toBe(0);
});

test('the live lines tell how far, where and what, and keep to the width', () => {
  const { progress, nowMs } = after(6);
  let busy = advance(progress, { type: 'case-start', ...jobs[6]! }, nowMs);
  busy = advance(busy, { type: 'phase', phase: 'sample' }, nowMs);
  const [first = '', second = ''] = renderLiveLines(busy, nowMs, 100, createPaint(true)).map(
    stripVTControlCharacters,
  );
  expect(first).toBe('━━━━━━━━━━━━━━━━━━────── 6 of 8 · round 2 of 2 · 1.3 s · about 0.7 s left');
  expect(second).toBe(`${stack}  gemm/c:m=1,n=1,k=1;f32  sampling`);
  for (const width of [10, 30, 59, 60, 79]) {
    for (const line of renderLiveLines(busy, nowMs, width, createPaint(false))) {
      expect(textWidth(line)).toBeLessThanOrEqual(width);
    }
  }
});

test('the second line tells how many kernels are built before the first case', () => {
  const starting = advance(after(0).progress, { type: 'launch-start', stack, round: 0 }, 0);
  const building = advance(
    starting,
    { type: 'prebuild', stack, round: 0, done: 3, total: 60 },
    100,
  );
  const lines = [starting, building].map(
    (progress) => renderLiveLines(progress, 100, 100, createPaint(false))[1],
  );
  expect(lines).toEqual([`${stack}  starting`, `${stack}  building: 3 of 60`]);
});
