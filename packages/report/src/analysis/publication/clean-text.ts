import { escapeControl } from '../../text.ts';

const longest = 800;

/**
 * A string of a run file as it may be shown anywhere: control characters and marks of writing
 * direction made visible, cut off when it is long. Line feeds stay.
 */
export function cleanText(text: string): string {
  const shown = text.trim().split(/\r?\n/).map(escapeControl).join('\n');
  return shown.length > longest ? `${shown.slice(0, longest)}…` : shown;
}
