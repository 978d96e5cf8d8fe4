import type { Check, PlannedEnvironment } from '@stackbench/environments';
import { count, hang, type Paint } from '@stackbench/report';
import { formatBytes } from './format-bytes.ts';

/** What an environment will take, before it is made: a line, and what to know below it. */
export function describePlanned(
  planned: PlannedEnvironment,
  nameWidth: number,
  width: number,
  paint: Paint,
): string[] {
  const { setup, manager, checks, cost } = planned;
  const line = [
    `with ${manager.name} ${manager.version} (${manager.foundBy})`,
    `${count(cost.packages, 'package')}, ${describeDownload(cost)}`,
    ...checks.filter(isTelling).map(describeCheck),
    ...(checks.some(({ state }) => state === 'unknown') ? ['no GPU here to hold it against'] : []),
  ].join(' · ');
  const notes = describeNotes(planned);
  return [
    ...hang(`${setup.name.padEnd(nameWidth)}  `, line, width),
    ...notes
      .flatMap((note) => hang(' '.repeat(nameWidth + 2), note, width))
      .map((note) => paint('quiet', note)),
  ];
}

/** What else to know before it is made. */
function describeNotes({ setup, state, job, cost }: PlannedEnvironment): string[] {
  return [
    ...(state.is === 'complete'
      ? [describeRenewal(state.record.setupDigest !== setup.digest, job.lock !== null)]
      : []),
    ...(state.is === 'unfinished'
      ? ['An earlier attempt was cut off: it goes on with what had arrived.']
      : []),
    ...(cost.copies === true
      ? [
          "No hard link leads there from the tool's cache: every file is copied, and takes its room once more.",
        ]
      : []),
  ];
}

function describeRenewal(isChanged: boolean, isLocked: boolean): string {
  if (!isChanged) return 'It is made anew.';
  return isLocked
    ? 'It is made anew as it was resolved before its setup changed.'
    : 'It is made anew: its setup changed since.';
}

function describeDownload({
  downloadBytes,
  cachedBytes,
  packages,
}: PlannedEnvironment['cost']): string {
  if (downloadBytes === null) return 'of a size that is known once they arrive';
  const cached = cachedBytes > 0 ? `${formatBytes(cachedBytes)} in the cache` : null;
  if (packages > 0 && downloadBytes === 0 && cached !== null)
    return `${cached}, nothing to download`;
  return [`${formatBytes(downloadBytes)} to download`, ...(cached === null ? [] : [cached])].join(
    ', ',
  );
}

/** What is worth a word: not that this is the system that it takes. */
function isTelling({ requirement: { subject }, state }: Check): boolean {
  return (
    state === 'unmet' || (state === 'met' && (subject === 'driver' || subject === 'capability'))
  );
}

/** `driver 580.65 ≥ 525 ✓` */
export function describeCheck({ requirement, found, state }: Check): string {
  const { subject, operator, value } = requirement;
  const sign = { '>=': '≥', '<=': '≤', '==': '=', '>': '>', '<': '<' }[operator];
  return `${subject} ${found} ${sign} ${value} ${state === 'met' ? '✓' : '✗'}`;
}
