import { z } from 'zod';
import { conditionsSchema, hostReadingSchema } from './conditions.ts';
import {
  countSchema,
  durationNsSchema,
  durationOrNoneNsSchema,
  mostBufferSets,
  mostElements,
  mostRepetitions,
  mostRounds,
} from './ranges.ts';

export const statuses = [
  'ok',
  'wrong-result',
  'compile-error',
  'out-of-memory',
  'timeout',
  'crash',
  'skipped',
  'unsupported',
  'throttled',
  'contended',
  'interrupted',
] as const;
export const statusSchema = z.enum(statuses);
export type Status = z.infer<typeof statusSchema>;

/** An error ÷ what should have come out: float32 ends at 3e38. */
const errorSchema = z.number().nonnegative().max(1e100);

/** What a gate compared of one output, and what it found. */
export const gateResultSchema = z
  .object({
    /** The gate's name: `exact`. */
    gate: z.string(),
    /** The output's name; left out by versions that knew but one. */
    output: z.string().optional(),
    /** It was asked of the timed work: of what the last sample left behind. */
    timed: z.boolean().optional(),
    passed: z.boolean(),
    /** `whole`: every element. `checksum`: every element, through weighted sums. `sampled`: some. */
    method: z.enum(['whole', 'checksum', 'sampled']),
    compared: countSchema(mostElements),
    wrong: countSchema(mostElements),
    /** What is wrong, for people; null when it passed. */
    detail: z.string().nullable(),
    /** ‖out − expected‖ / ‖expected‖; null where equality was demanded, or a NaN was found. */
    relativeFrobenius: errorSchema.nullable(),
    /** max |out − expected| / magnitude; null likewise. */
    scaledMaximum: errorSchema.nullable(),
  })
  .refine(({ compared, wrong }) => wrong <= compared, {
    path: ['wrong'],
    error: 'it is no more than were compared',
  })
  .refine(({ passed, wrong }) => !passed || wrong === 0, {
    path: ['wrong'],
    error: 'it is 0 where the gate has passed',
  });
export type GateResult = z.infer<typeof gateResultSchema>;

/** What the gates said, in the order they were asked, up to the first that failed. */
export const verificationSchema = z.object({ gates: z.array(gateResultSchema).min(1) });
export type Verification = z.infer<typeof verificationSchema>;

const key = {
  case: z.string(),
  stack: z.string(),
  round: countSchema(mostRounds - 1),
  /** Host time since the outcome before, or since the run was begun or resumed. Absent in files of before. */
  tookNs: durationOrNoneNsSchema.optional(),
  /**
   * What was built: sources as assembled, flags, compilers, or the call and its libraries. Outcomes that
   * differ in it are of different things. Absent where nothing came to be built, and in files of before.
   */
  programDigest: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional(),
};

/** Everything measured of a case in one launch. Times are per repetition unless said otherwise. */
export const measurementSchema = z.object({
  /** Kernel time, one number a sample, in the order taken: by the device's clock, or see `timedBy`. */
  kernelNs: z.array(durationNsSchema).min(1),
  /** Repetitions in each sample. */
  repetitions: countSchema(mostRepetitions, 1),
  bufferSets: countSchema(mostBufferSets, 1),
  caches: z.enum(['cold', 'hot']),
  /** Host clock: one repetition from submission until the host knows it is done. Median of a few. */
  callLatencyNs: durationNsSchema,
  /** Host clock: the first execution after the build, whatever is made lazily included. */
  firstCallNs: durationNsSchema,
  /** Host clock: compilation. */
  buildNs: durationOrNoneNsSchema,
  /** Host clock over the whole sampling loop, for the harness's own overhead. */
  samplingNs: durationNsSchema,
  /**
   * Host clock: what verifying the timed work took: making its outputs NaN, reading them again and judging them.
   * Absent in files of before.
   */
  timedCheckNs: durationOrNoneNsSchema.optional(),
  /** Samples thrown away: without a time that can be, or of a process that was stopped meanwhile. */
  dropped: countSchema(mostRepetitions),
  /**
   * `host`: by the host's clock, less what submitting and waiting takes, as the device has no clock or one
   * that cannot be right. Never ranked with times of devices' own clocks. Absent in files of before.
   */
  timedBy: z.enum(['device', 'host']).optional(),
  /** Why the device's clock is not used. */
  clockProblem: z.string().optional(),
  stoppedBy: z.enum(['interval', 'time']),
  /** For the variant `best`: which one won the race. */
  chosenVariant: z.string().optional(),
  /**
   * So many times slower for its work than the same variant at the smaller problem before it, measured
   * twice. Absent where it kept up.
   */
  timesSlower: z.number().positive().optional(),
  /** Of an NVIDIA GPU whose tools tell. */
  conditions: conditionsSchema.optional(),
  /** Of a stack that computes on the CPU, while the samples were taken. */
  host: hostReadingSchema.optional(),
  notes: z.record(z.string(), z.json()).optional(),
});
export type Measurement = z.infer<typeof measurementSchema>;

const okSchema = z.object({
  ...key,
  ...measurementSchema.shape,
  status: z.literal('ok'),
  verification: verificationSchema,
});
const failedSchema = z.object({
  ...key,
  status: statusSchema.exclude(['ok']),
  /** What happened and what to do, for people. */
  reason: z.string(),
  /** Present when a gate spoke: always for `wrong-result`. */
  verification: verificationSchema.optional(),
});

const byStatus = { error: `it is one of ${statuses.join(', ')}` };

/** What became of a case in a launch: one for each (case, stack, round). */
export const outcomeSchema = z.discriminatedUnion('status', [okSchema, failedSchema], byStatus);
export type Outcome = z.infer<typeof outcomeSchema>;
export type OkOutcome = z.infer<typeof okSchema>;
export type FailedOutcome = z.infer<typeof failedSchema>;

const line = { type: z.literal('outcome') };
/** An outcome as a line of a run file. */
export const outcomeLineSchema = z.discriminatedUnion(
  'status',
  [okSchema.extend(line), failedSchema.extend(line)],
  byStatus,
);
