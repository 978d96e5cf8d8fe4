import { procedure } from '@stackbench/statistics';
import type { Comparison } from './comparison.ts';
import type { Contestant } from './match-cases.ts';

type Known = Omit<Comparison, 'caveats'>;

/** What a reader must know before believing a comparison, the gravest first. */
export function findCaveats(known: Known, a: Contestant, b: Contestant): string[] {
  const { pairing, controls, cases, facts } = known;
  const differs = (prefix: string) => facts.some(({ path }) => path.startsWith(`${prefix}.`));
  const measured = controls.flatMap(({ judgement }) => judgement ?? []);
  const runs = pairing === 'rounds' ? [a] : [a, b];
  const few = cases.some(({ evidence }) => evidence === 'indicative');
  const notes: [boolean, string][] = [
    [
      measured.some(({ verdict }) => verdict !== 'same'),
      'The A/A control is not `same`: a stack could not be shown to equal itself here, so nothing is ranked. Quiet the machine or add rounds.',
    ],
    [
      measured.length === 0 && cases.length > 0,
      'No A/A control was run: how much a stack differs from itself on this machine is unknown.',
    ],
    [
      pairing === 'launches',
      'The two runs were made at different times: drift between them cannot be excluded.',
    ],
    [pairing === 'launches' && differs('machine'), 'The two runs were made on different machines.'],
    [
      pairing === 'launches' && differs('tunables'),
      'The two runs were measured under different policies.',
    ],
    [
      few,
      `Fewer than ${procedure.decidingRounds} rounds: verdicts are indicative. Decide with --rounds ${procedure.decidingRounds}, publish with ${procedure.publishingRounds}.`,
    ],
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
