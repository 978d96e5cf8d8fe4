import type { ServedLibrary } from '@stackbench/model';
import { isForeign } from '../facts.ts';

/** `●` the environment's own, `▲` somebody else's, `○` and `△` the same predicted, `■` part of the framework itself. */
export function markOf(library: ServedLibrary): string {
  const { proof, parts } = library;
  if (proof === 'static') return '■';
  const isPredicted = proof === 'predicted';
  if (isForeign(library) || parts.some(isForeign)) return isPredicted ? '△' : '▲';
  return isPredicted ? '○' : '●';
}

/** The version that does the work: of cuDNN that of its parts, where they come from elsewhere. */
export function workingVersion({ parts, version }: ServedLibrary): string | null {
  const foreign = parts.find(isForeign);
  return foreign === undefined ? version : foreign.version;
}

/** What the marks mean, those that occur. */
export function legendOf(marks: ReadonlySet<string>): string {
  const meanings: [string, string][] = [
    ['●', 'from the environment'],
    ['▲', 'from elsewhere'],
    ['■', 'part of the framework’s own files'],
    ['○', 'from the environment, predicted, not proven'],
    ['△', 'from elsewhere, predicted, not proven'],
  ];
  return meanings
    .filter(([mark]) => marks.has(mark))
    .map(([mark, meaning]) => `${mark} ${meaning}`)
    .join('   ');
}
