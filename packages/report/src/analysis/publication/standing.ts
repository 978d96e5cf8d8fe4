import { formatDetectable } from '../../compare/phrases.ts';
import { leadKey } from './reference.ts';
import type { MeasuredEntry, PublicationIndex } from './publication-index.ts';

/** Whether one stack is really ahead of another, as far as these runs tell. */
export interface Standing {
  clear: boolean;
  /** `clearly; 1.2 % could have been told` */
  text: string;
  hint: string;
}

/** Whether `first` is ahead of `second`, the fastest two stacks of a problem. */
export function standing(
  index: PublicationIndex,
  first: MeasuredEntry,
  second: MeasuredEntry,
): Standing {
  const lead = index.leads.get(leadKey(first.result, second.result));
  const word = lead?.text ?? 'undecided';
  const verdict = lead?.verdict ?? null;
  if (verdict === null) return { clear: false, text: word, hint: 'No round holds both.' };
  const told =
    verdict.detectable === null ? '' : `; ${formatDetectable(verdict)} could have been told`;
  return { clear: word === 'clearly', text: word + told, hint: verdict.text };
}
