import { formatDuration } from '@stackbench/report';
import { formatBytes } from './format-bytes.ts';

/** How far the making of one environment is. Times are host milliseconds on one clock. */
export interface Making {
  name: string;
  /** To be downloaded; null where the tool does not tell. */
  totalBytes: number | null;
  bytes: number;
  startedMs: number;
  ended: { ms: number; ok: boolean } | null;
}

/** Bytes after which an estimate is worth showing. */
const fewestForEstimate = 1e6;
const barWidth = 10;

/** Time left at the pace so far; null as long as too little is known, and once all has arrived. */
function estimateLeftMs({ totalBytes, bytes, startedMs }: Making, nowMs: number): number | null {
  if (totalBytes === null || bytes < fewestForEstimate || bytes >= totalBytes) return null;
  return ((nowMs - startedMs) / bytes) * (totalBytes - bytes);
}

/** `torch-2.8-cu128  ███████░░░ 2.8 of 3.9 GB · 0:58 · about 25 s left` */
export function describeMaking(making: Making, nowMs: number): string {
  const { name, totalBytes, bytes, startedMs, ended } = making;
  if (ended !== null) {
    return `${ended.ok ? '✓' : '✗'} ${name}  ${formatDuration(ended.ms - startedMs)}`;
  }
  const left = estimateLeftMs(making, nowMs);
  return [
    `  ${name}  ${describeBytes(bytes, totalBytes)}`,
    formatDuration(nowMs - startedMs),
    ...(left === null ? [] : [`about ${formatDuration(left)} left`]),
  ].join(' · ');
}

function describeBytes(bytes: number, total: number | null): string {
  if (total === 0) return 'installing from the cache';
  if (total === null) return bytes === 0 ? 'installing' : `${formatBytes(bytes)} arrived`;
  if (bytes >= total) return 'installing';
  const filled = Math.floor((bytes / total) * barWidth);
  const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled);
  return `${bar} ${formatBytes(bytes)} of ${formatBytes(total)}`;
}
