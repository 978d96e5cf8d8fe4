import type { KernelVariant, Measurement, Verification } from '@stackbench/model';
import { median } from '@stackbench/statistics';
import type { PlannedCase } from '../plan.ts';
import { type BuiltCase, buildCase } from './build-case.ts';
import { watch } from './conditions.ts';
import type { LaunchContext } from './context.ts';
import type { FailedCase } from './failed-case.ts';
import { sampleKernel } from './sample-kernel.ts';
import { sampleTimeoutMs } from './sample-timeout.ts';
import { takeSamples } from './take-samples.ts';
import { verifyCase, type VerifiedCase } from './verify-case.ts';
import { verifyTimed } from './verify-timed.ts';
import { type WarmCase, warmUp } from './warm-up.ts';

/** A case measured in full. */
export interface MeasuredCase {
  ok: true;
  programDigest: string;
  measurement: Measurement;
  verification: Verification;
}

/** Builds, verifies and measures one variant on the problem of a case. */
export async function measureCase(
  launch: LaunchContext,
  planned: PlannedCase,
  variant: KernelVariant,
): Promise<MeasuredCase | FailedCase> {
  return withWarmCase<MeasuredCase>(
    launch,
    planned,
    variant,
    async ({ built, verified, warm, timeoutMs }) => {
      const latency = await takeSamples(launch, built.clock, {
        count: launch.tunables.latencyCalls,
        repetitions: 1,
        timeoutMs,
        isCall: true,
      });
      if (!latency.ok) return latency;
      const tellHost = launch.hostMonitor?.watch();
      const { result: sampled, conditions } = await watch(launch.monitor, () =>
        sampleKernel(launch, built.clock, warm, timeoutMs),
      );
      const host = tellHost?.();
      if (!sampled.ok) return sampled;
      const checkedFrom = performance.now();
      const timed = await verifyTimed(launch, planned);
      const checkingNs = (performance.now() - checkedFrom) * 1e6;
      if (!timed.ok) return withGates(verified.verification, timed);
      const { kernelNs, samplingNs, dropped, stoppedBy, spoilingNs } = sampled;
      const { bufferSets, caches, buildNs, notes } = built;
      const problem = launch.clock.problem();
      launch.history.noteSpeed(planned, variant.name, median(kernelNs));
      return {
        ok: true,
        programDigest: built.programDigest,
        verification: { gates: [...verified.verification.gates, ...timed.gates] },
        measurement: {
          kernelNs,
          repetitions: warm.repetitions,
          bufferSets,
          caches,
          callLatencyNs: median(latency.samples.map(({ hostNs }) => hostNs)),
          firstCallNs: verified.runs[0].hostNs,
          buildNs,
          samplingNs,
          timedCheckNs: spoilingNs + checkingNs,
          dropped,
          stoppedBy,
          timedBy: launch.clock.timedBy(),
          ...(problem === null ? {} : { clockProblem: problem }),
          ...(conditions === null ? {} : { conditions }),
          ...(host === undefined ? {} : { host }),
          ...(notes === undefined ? {} : { notes }),
        },
      };
    },
  );
}

/** A failure with what the gates had said before. */
function withGates({ gates }: Verification, failure: FailedCase): FailedCase {
  const later = failure.verification?.gates ?? [];
  return { ...failure, verification: { gates: [...gates, ...later] } };
}

/** A case that is built, verified and warm. */
export interface WarmedUp {
  built: BuiltCase;
  verified: VerifiedCase;
  warm: WarmCase;
  /** For each request that runs the kernel. */
  timeoutMs: number;
}

/** Builds, verifies and warms a case up, hands it to `use`, and releases it whatever happened. */
export async function withWarmCase<T extends { ok: true }>(
  launch: LaunchContext,
  planned: PlannedCase,
  variant: KernelVariant,
  use: (warmed: WarmedUp) => Promise<T | FailedCase>,
): Promise<T | FailedCase> {
  const { session } = launch;
  const built = await buildCase(launch, planned, variant);
  if (!built.ok) return built;
  launch.clock.setLatency(0);
  const result = await warmAndUse(launch, planned, variant, built, use);
  await session.release();
  return result.ok ? result : { ...result, programDigest: built.programDigest };
}

async function warmAndUse<T extends { ok: true }>(
  launch: LaunchContext,
  planned: PlannedCase,
  variant: KernelVariant,
  built: BuiltCase,
  use: (warmed: WarmedUp) => Promise<T | FailedCase>,
): Promise<T | FailedCase> {
  const verified = await verifyCase(launch, planned, variant, built.clock);
  if (!verified.ok) return verified;
  const timeoutMs = sampleTimeoutMs(launch, planned, variant);
  const warm = await warmUp(launch, built.clock, verified.runs, timeoutMs);
  return warm.ok ? use({ built, verified, warm, timeoutMs }) : warm;
}
