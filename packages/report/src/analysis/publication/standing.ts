import { throughputInterval } from '../../publish/views/cells.ts';
import type { MeasuredEntry, PublicationIndex } from './publication-index.ts';

/** Whether one stack is really ahead of another, as far as these runs tell. */
export interface Standing {
  clear: boolean;
  text: string;
  hint: string;
}

/**
 * Whether `first` is ahead of `second` on one problem. Of one case in one run the comparison
 * decides. Different variants, or two runs, are not compared in pairs: then only intervals that
 * do not touch are called clear, and what cannot be excluded is said.
 */
export function standing(
  index: PublicationIndex,
  first: MeasuredEntry,
  second: MeasuredEntry,
): Standing {
  if (isUncontrolled(first) || isUncontrolled(second)) {
    return {
      clear: false,
      text: 'not ranked',
      hint: 'The A/A control of the run is not the same as itself.',
    };
  }
  const judged = verdictOf(index, first, second);
  if (judged === 'faster') return { clear: true, text: 'clearly', hint: 'by the comparison' };
  if (judged !== null) return { clear: false, text: judged, hint: 'by the comparison' };
  const a = throughputInterval(first);
  const b = throughputInterval(second);
  const apart =
    first.run.id === second.run.id
      ? ''
      : ' Measured in two runs: drift between them cannot be excluded.';
  if (a === null || b === null) {
    return { clear: false, text: 'undecided', hint: `Too few launches for an interval.${apart}` };
  }
  const overLaunches = [first, second].every(
    (entry) => entry.result.measured.interval?.over === 'launches',
  );
  if (a.low <= b.high) {
    return { clear: false, text: 'undecided', hint: `The intervals overlap.${apart}` };
  }
  return overLaunches && apart === ''
    ? { clear: true, text: 'intervals apart', hint: 'The 95 % intervals do not overlap.' }
    : {
        clear: false,
        text: 'indicative',
        hint: `The intervals do not overlap, but stand on too few launches or on two runs.${apart}`,
      };
}

function isUncontrolled({ run, device }: MeasuredEntry): boolean {
  return run.controls.some((control) => control.software === device.software && !control.same);
}

/** What the comparison of the two stacks says about the case; null when it was not compared. */
function verdictOf(
  { publication }: PublicationIndex,
  first: MeasuredEntry,
  second: MeasuredEntry,
): 'faster' | 'slower' | 'same' | 'inconclusive' | null {
  if (first.case.id !== second.case.id || first.run.id !== second.run.id) return null;
  for (const { run, a, b, cases } of publication.comparisons) {
    if (run !== first.run.id) continue;
    const forward = a === second.stack.key && b === first.stack.key;
    const backward = a === first.stack.key && b === second.stack.key;
    if (!forward && !backward) continue;
    const verdict = cases.find((each) => each.case === first.case.id)?.verdict;
    if (verdict === undefined) return null;
    if (forward || verdict === 'same' || verdict === 'inconclusive') return verdict;
    return verdict === 'faster' ? 'slower' : 'faster';
  }
  return null;
}
