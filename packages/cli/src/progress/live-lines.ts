import { escapeControl, formatDuration, type Paint, truncate } from '@stackbench/report';
import { estimateLeftMs, type Progress } from './progress.ts';

const barWidth = 24;

/** What a terminal shows while a run goes on: two lines, neither wider than `width`. */
export function renderLiveLines(
  progress: Progress,
  nowMs: number,
  width: number,
  paint: Paint,
): string[] {
  const { done, total } = progress;
  const filled = Math.floor((total === 0 ? 1 : done / total) * barWidth);
  const bar = width >= 60 ? barWidth : 0;
  const text = truncate(describeProgress(progress, nowMs), width - (bar > 0 ? bar + 1 : 0));
  const status =
    bar > 0
      ? `${paint('bar', '━'.repeat(filled))}${paint('quiet', '─'.repeat(bar - filled))} ${text}`
      : text;
  return [status, paint('quiet', truncate(escapeControl(describeCurrent(progress)), width))];
}

function describeProgress(progress: Progress, nowMs: number): string {
  const { done, total, rounds, current, launching, startedMs } = progress;
  const round = (current ?? launching)?.round ?? 0;
  const left = estimateLeftMs(progress, nowMs);
  return [
    `${done} of ${total}`,
    ...(rounds > 1 ? [`round ${round + 1} of ${rounds}`] : []),
    formatDuration(nowMs - startedMs),
    ...(left === null ? [] : [`about ${formatDuration(left)} left`]),
  ].join(' · ');
}

function describeCurrent({ current, launching }: Progress): string {
  if (current !== null) {
    const phase = current.phase === null ? '' : `  ${phaseWords[current.phase]}`;
    return `${current.stack}  ${current.case}${phase}`;
  }
  if (launching === null) return '';
  const { stack, built } = launching;
  return built === undefined
    ? `${stack}  starting`
    : `${stack}  building: ${built.done} of ${built.total}`;
}

const phaseWords = {
  build: 'building',
  verify: 'verifying',
  'warm-up': 'warming up',
  sample: 'sampling',
  race: 'racing',
} as const;
