import type { Paint, Tone } from '@stackbench/report/style';
import { escapeControl, hang } from '@stackbench/report/text';
import type { Finding, Severity } from '../finding.ts';

const tones: Readonly<Record<Severity, Tone>> = { error: 'bad', warning: 'warning', note: 'quiet' };

/** Findings, the worst first, each with what was seen and what to do. */
export function renderFindings(
  findings: readonly Finding[],
  { width, paint }: { width: number; paint: Paint },
): string[] {
  return findings.flatMap(({ rule, severity, subject, message, evidence, fix }, at) => [
    ...(at === 0 ? [] : ['']),
    ...hang(`${severity}  `, `${rule}  ${escapeControl(subject)}`, width).map((line, row) =>
      row === 0 ? paint(tones[severity], severity) + line.slice(severity.length) : line,
    ),
    ...hang('  ', escapeControl(message), width),
    ...evidence.flatMap((line) => hang('  - ', escapeControl(line), width)),
    // What can be pasted is not broken into lines.
    `  fix: ${escapeControl(fix)}`,
  ]);
}
