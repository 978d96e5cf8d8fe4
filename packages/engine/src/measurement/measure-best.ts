import { median } from '@stackbench/statistics';
import type { KernelVariant } from '@stackbench/model';
import type { PlannedCase } from '../plan.ts';
import { failed, type Failed } from '@stackbench/workers';
import type { LaunchContext } from './context.ts';
import type { FailedCase } from './failed-case.ts';
import type { Verdict } from './history.ts';
import { type MeasuredCase, measureCase, withWarmCase } from './measure-case.ts';
import { isTimed, takeSamples } from './take-samples.ts';

/**
 * Measures the fastest variant that was verified. Those that this launch has measured count with
 * what they showed, the others are raced on a few samples. The winner is measured anew: the
 * smallest of several measurements is biased towards luck.
 */
export async function measureBest(
  launch: LaunchContext,
  planned: PlannedCase,
): Promise<MeasuredCase | FailedCase> {
  launch.onPhase('race');
  const failures: CandidateFailure[] = [];
  let best: { variant: KernelVariant; repetitionNs: number } | undefined;
  for (const variant of planned.candidates) {
    const verdict =
      launch.history.verdict(planned, variant.name) ?? (await race(launch, planned, variant));
    if (!verdict.ok) {
      if (verdict.status === 'interrupted') return verdict;
      failures.push({ name: variant.name, failure: verdict });
    } else if (best === undefined || verdict.repetitionNs < best.repetitionNs) {
      best = { variant, repetitionNs: verdict.repetitionNs };
    }
  }
  if (best === undefined) return nothingToChoose(failures);
  const measured = await measureCase(launch, planned, best.variant);
  if (!measured.ok) return { ...measured, reason: `${best.variant.name}: ${measured.reason}` };
  const measurement = { ...measured.measurement, chosenVariant: best.variant.name };
  return { ...measured, measurement };
}

async function race(
  launch: LaunchContext,
  planned: PlannedCase,
  variant: KernelVariant,
): Promise<Verdict> {
  const { tunables, history } = launch;
  const verdict = await withWarmCase<Verdict & { ok: true }>(
    launch,
    planned,
    variant,
    async ({ built, warm: { repetitions }, timeoutMs }) => {
      const options = { count: tunables.raceSamples, repetitions, timeoutMs };
      const taken = await takeSamples(launch, built.clock, options);
      if (!taken.ok) return taken;
      const times = taken.samples.filter(isTimed).map((sample) => sample.deviceNs / repetitions);
      if (times.length === 0) return failed('crash', "The device's clock stood still.");
      return { ok: true, repetitionNs: median(times) };
    },
  );
  history.noteVerdict(planned, variant.name, verdict);
  return verdict;
}

interface CandidateFailure {
  name: string;
  failure: Failed;
}

/** What the failures of all candidates amount to: what failed by name, the rest by number. */
function nothingToChoose(failures: readonly CandidateFailure[]): Failed {
  const byStatus = Map.groupBy(failures, ({ failure }) => failure.status);
  const quiet = ['skipped', 'unsupported'] as const;
  const failing = [...byStatus.keys()].find((status) => !quiet.some((word) => word === status));
  const status = failing ?? quiet.find((word) => byStatus.has(word)) ?? 'unsupported';
  const parts = [...byStatus].flatMap(([word, group]) =>
    quiet.some((each) => each === word)
      ? `${group.length} ${word} (${group[0]?.failure.reason})`
      : group.map(({ name, failure }) => `${name} (${word}): ${failure.reason}`),
  );
  return failed(status, `No variant to choose from: ${parts.join('; ') || 'there is none'}`);
}
