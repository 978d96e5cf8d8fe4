import { procedure, runDeviation, tellingRuns } from '@stackbench/statistics';
import type { Comparison } from './comparison.ts';
import type { Contestant } from './contestant.ts';
import { isProgram } from './programs.ts';

type Known = Omit<Comparison, 'caveats'>;

/** What a reader must know before believing a comparison, the gravest first. */
export function findCaveats(known: Known, a: Contestant, b: Contestant): string[] {
  const { pairing, controls, cases, facts, margin, earlier, broken } = known;
  const differs = (prefix: string) => facts.some(({ path }) => path.startsWith(`${prefix}.`));
  const noise = Math.max(0, ...controls.map((control) => control.noise));
  const runs = pairing === 'rounds' ? [a] : [a, b];
  const odd = runs.flatMap(({ index }) =>
    (index.run.footer?.nodes ?? []).flatMap((node) => node.odd ?? []),
  );
  const few = cases.some(({ evidence }) => evidence === 'indicative');
  const notes: [boolean, string][] = [
    [
      broken.length > 0,
      `B fails ${broken.length === 1 ? 'a case' : `${broken.length} cases`} that A does not.`,
    ],
    [
      noise > margin,
      `The A/A control says that here a stack may differ from itself by ${percent(noise)}: no smaller difference is told. A quieter machine or more rounds tell smaller ones.`,
    ],
    [
      controls.every(({ ratio }) => ratio === null) && cases.length > 0,
      'No A/A control was run: how much a stack differs from itself on this machine is unknown.',
    ],
    [pairing === 'runs', betweenRuns(earlier.length + 1)],
    [pairing === 'runs' && differs('machine'), 'The two runs were made on different machines.'],
    [
      pairing === 'runs' && differs('tunables'),
      'The two runs were measured under different policies.',
    ],
    [
      facts.some(isProgram),
      'Not the same programs ran in both runs: what differs may be the kernel, its compiler or its library.',
    ],
    [missesRounds(known), describeMissing(known)],
    [
      few,
      `Fewer than ${procedure.decidingRounds} rounds: verdicts are indicative. Decide with --rounds ${procedure.decidingRounds}, publish with ${procedure.publishingRounds}.`,
    ],
    [odd.length > 0, describeOdd(odd)],
    [
      a.stack.software && b.stack.software,
      'Both compute in software, on the CPU: this says nothing about a GPU.',
    ],
    [
      runs.some(({ index }) => index.run.footer === null),
      runs.length === 1 ? 'The run was cut off.' : 'A run was cut off.',
    ],
  ];
  return notes.flatMap(([holds, note]) => (holds ? [note] : []));
}

function betweenRuns(baselines: number): string {
  const drift = 'The runs were made at different times: drift between them cannot be excluded.';
  return baselines < tellingRuns
    ? `${drift} Launches of one run do not tell how much runs differ, so ${percent(runDeviation)} is allowed for each; ${tellingRuns} runs of A would tell.`
    : `${drift} How much runs differ is taken from the ${baselines} runs of A.`;
}

/** Ratios are taken within a shard, so that a slow node spoils none; another machine may favour another stack. */
function describeOdd(odd: readonly string[]): string {
  return `${odd.length === 1 ? 'A node is' : `${odd.length} nodes are`} unlike the others: ${[...new Set(odd)].slice(0, 3).join('; ')}.`;
}

function missesRounds({ total, cases, pairing }: Known): boolean {
  if (cases.length === 0) return false;
  return total === null || (pairing === 'rounds' && total.launches < total.rounds);
}

function describeMissing({ total, cases }: Known): string {
  return total === null
    ? `No round holds all ${cases.length} cases, so there is no total.`
    : `${total.rounds - total.launches} of ${total.rounds} rounds lack a case: the total is over the others.`;
}

function percent(fraction: number): string {
  return `${Number((fraction * 100).toPrecision(2))} %`;
}
