import { z } from 'zod';
import {
  countSchema,
  fractionSchema,
  mostBufferSets,
  mostElements,
  settingMsSchema,
} from './ranges.ts';
import { timeLimits } from './time-limits.ts';

/** A `caseBudgetMs` that skips nothing: JSON has no infinity. */
export const noCaseBudgetMs: number = Number.MAX_SAFE_INTEGER;

/**
 * All numbers of the measuring policy. They stand here once, are shown by `--dry-run` and stored in
 * each run file. Suites may override them.
 */
export const tunablesSchema = z.object({
  /** Seed of fills and of sampled elements. */
  seed: z.int().min(0).max(0xffffffff).default(20260101),
  /** Seed of the order of stacks: drawn anew for each run, unless it is given. Files of before used `seed`. */
  orderSeed: z.int().min(0).max(0xffffffff).exactOptional(),

  /** Warm-up ends when two successive samples agree this closely… */
  warmupAgreement: fractionSchema.default(0.02),
  /** …or after this much device time. */
  warmupDeviceMs: settingMsSchema.default(500),

  /** A sample lasts at least this long… */
  minSampleMs: settingMsSchema.default(1),
  /** …and at least this many quanta of the device's clock. */
  minSampleQuanta: z.number().positive().max(1e9).default(200),

  /** Sampling stops when all three hold: enough samples, … */
  minSamples: countSchema(1e6, 1).default(10),
  /** …enough device time, … */
  minDeviceMs: settingMsSchema.default(300),
  /** …and a 95 % interval of the median within ± this fraction; … */
  targetInterval: fractionSchema.default(0.01),
  /** …or when this much time is spent on the device, as the host sees it. */
  maxDeviceMs: settingMsSchema.default(3000),

  /** Inputs rotate over 1 + ⌊multiple · cache / bytes⌋ buffer sets, so that they are cold. */
  coldCacheMultiple: z.number().nonnegative().max(1e3).default(3),
  /** Last-level cache of a device that does not tell its own (H200: 50 MB). */
  assumedCacheBytes: countSchema(mostElements, 1).default(64 * 2 ** 20),
  maxBufferSets: countSchema(mostBufferSets, 1).default(512),

  /** Samples that each candidate for `best` is raced on; the winner is then measured in full. */
  raceSamples: countSchema(1e6, 1).default(3),
  /**
   * A sample is timed from a device that is held back until the host has submitted all of it: so much for each launch, …
   */
  holdLaunchNs: z.int().min(0).max(1e9).default(50_000),
  /** …so much more for each kernel of a recording, which drivers before 12.6 handle one by one, … */
  holdNodeNs: z.int().min(0).max(1e9).default(400),
  /** …and no longer than this. */
  longestHoldNs: z.int().min(0).max(1e9).default(5_000_000),

  /** Calls that the call latency is the median of. */
  latencyCalls: countSchema(1e6, 1).default(5),

  /** A case predicted to need more device time than this is skipped. */
  caseBudgetMs: z.number().positive().max(noCaseBudgetMs).default(60_000),

  /** A variant not seen yet is granted to be this many times faster than the fastest so far. */
  unseenSpeedup: z.number().min(1).max(1e6).default(8),

  /**
   * What building a variant with a tile made for GPUs is taken to cost on a software adapter
   * (SwiftShader's compiler on two cores: 1 to 6 s).
   */
  softwareTileBuildMs: z.number().nonnegative().max(1e9).default(4000),

  /** What torch.compile is taken to cost on a CPU (two cores: 7 s a matrix product, 27 s a convolution). */
  softwareCompileMs: z.number().nonnegative().max(1e9).default(10_000),

  /** Up to this many multiply-adds the exact gate computes the whole reference; above, a checksum. */
  wholeReferenceMacs: z
    .number()
    .positive()
    .max(mostElements)
    .default(2 ** 28),
  /** Elements that the random gate compares. */
  randomGateElements: countSchema(mostElements, 16).default(4096),

  /** A stack is given up for the rest of a run when so many cases in a row crashed, or timed out. */
  giveUpAfter: countSchema(1e6, 1).default(4),

  /** What a throttled GPU, or another's work on it, spoiled is measured again so often… */
  disturbedRetries: countSchema(100).default(1),
  /** …after this long. */
  coolDownMs: settingMsSchema.default(5000),

  /** Timeouts of a worker's phases. */
  discoverTimeoutMs: settingMsSchema.default(timeLimits.discover * 1000),
  startTimeoutMs: settingMsSchema.default(timeLimits.start * 1000),
  prepareTimeoutMs: settingMsSchema.default(60_000),
  /** Of each compiler that works ahead of a worker: nvcc. */
  buildTimeoutMs: settingMsSchema.default(timeLimits.build * 1000),
  /** Added to the time to make, fill or read tensors, for their size (SwiftShader on two busy cores: 1 GB in over 60 s). */
  slowestTransferBytesPerMs: z.number().min(1).max(mostElements).default(10_000),
  sampleTimeoutMs: settingMsSchema.default(timeLimits.sample * 1000),
});
export type Tunables = z.infer<typeof tunablesSchema>;

export const defaultTunables: Tunables = tunablesSchema.parse({});
