import { z } from 'zod';
import { fillSchema } from './fill.ts';
import { programSchema } from './program.ts';
import { durationOrNoneNsSchema } from './ranges.ts';
import { selectionSchema } from './selection.ts';

/**
 * The line protocol between engine and worker: one request a line on the worker's standard input,
 * one reply a line back, in order. The README of `packages/workers` shows a session by hand.
 */

/** Version of the protocol: 2 keeps outputs, spoils them before a sample, and guards their ends. */
export const protocolVersion = 2;

/** For how long a device is kept waiting before a sample: per launch, per kernel of a recording, at most. */
export const holdSchema = z.object({
  launchNs: z.int().min(0),
  nodeNs: z.int().min(0),
  longestNs: z.int().min(0),
});
export type Hold = z.infer<typeof holdSchema>;

/** Requests. Every one is answered by exactly one reply; `sample` works on the prepared program. */
export const requestSchema = z.discriminatedUnion('do', [
  /** Describe yourself: opens the device. Reply: {@link Description}. */
  z.object({ do: z.literal('describe') }),
  /**
   * Compute a little with each library, then tell which files serve them. Reply: {@link Inspection}.
   * Only workers whose libraries are loaded for them by somebody else answer it (PyTorch).
   */
  z.object({ do: z.literal('inspect') }),
  /**
   * Compile the program and allocate `bufferSets` sets of tensors. With `hold`, a call that is to be tuned is computed
   * in each of the ways that its library has, timed as samples are, and from then on in the fastest; without, in that
   * which the library prefers. Reply: {@link Prepared}.
   */
  z.object({
    do: z.literal('prepare'),
    program: programSchema,
    bufferSets: z.int().min(1),
    hold: holdSchema.optional(),
  }),
  /**
   * Fill the inputs of every set; outputs and workspaces become NaN, with the guards behind outputs,
   * unless they are to be kept as they are. The next repetition uses set 0.
   */
  z.object({ do: z.literal('fill'), fill: fillSchema, keepOutputs: z.boolean().optional() }),
  /**
   * Take `count` samples of `repetitions` repetitions, each repetition on the next set. With `spoilLast`,
   * outputs, workspaces and guards of every set become NaN before the last sample, outside of its time. With
   * `hold`, a device that has a queue begins no sample before the host has submitted it whole; without, a sample is
   * what a caller sees, submitted at once. Reply: {@link Sampled}.
   */
  z.object({
    do: z.literal('sample'),
    count: z.int().min(1),
    repetitions: z.int().min(1),
    spoilLast: z.boolean().optional(),
    hold: holdSchema.optional(),
  }),
  /** Write part of the output of this name, of the set that was written last, to `file`. Reply: {@link Read}. */
  z.object({
    do: z.literal('read'),
    output: z.string(),
    selection: selectionSchema,
    file: z.string(),
  }),
  /** Free what `prepare` made. */
  z.object({ do: z.literal('release') }),
]);
export type Request = z.infer<typeof requestSchema>;

/** What a device's clock is, and the least step by which it moves. */
export const clockSchema = z.object({
  name: z.string(),
  quantumNs: z.number().positive(),
  /** It is the host's, though a device of its own computes: each time has the latency in it. */
  isHost: z.boolean().exactOptional(),
});
export type Clock = z.infer<typeof clockSchema>;

export const descriptionSchema = z.object({
  protocol: z.literal(protocolVersion),
  clock: clockSchema,
  /** A fact of the stack each: versions, limits, device. */
  facts: z.record(z.string(), z.json()),
});
export type Description = z.infer<typeof descriptionSchema>;

export const inspectionSchema = z.object({
  /** Facts that show only once kernels have run. */
  facts: z.record(z.string(), z.json()),
});
export type Inspection = z.infer<typeof inspectionSchema>;

export const preparedSchema = z.object({
  /** Host time to compile and link, without allocation. */
  buildNs: durationOrNoneNsSchema,
  /** Facts of the build: registers, chosen algorithm. */
  notes: z.record(z.string(), z.json()).optional(),
});
export type Prepared = z.infer<typeof preparedSchema>;

export const sampledSchema = z.object({
  samples: z.array(
    z.object({
      /** Device time of all repetitions of this sample; ≤ 0 when the clock failed. */
      deviceNs: z.number(),
      /** Host time from submission until the host knew that the work was done. */
      hostNs: z.number(),
    }),
  ),
});
export type Sampled = z.infer<typeof sampledSchema>;

/** What is seen of an output as it is read. */
export const readSchema = z.object({
  /** Bytes that were written behind its end, in the guard there. */
  overrunBytes: z.int().nonnegative(),
});
export type Read = z.infer<typeof readSchema>;

/** How a request failed. The status becomes the outcome's; the message is for the person. */
export const failureSchema = z.object({
  status: z.enum(['compile-error', 'out-of-memory', 'unsupported', 'crash']),
  message: z.string(),
  /** The worker can no longer be used (device lost, sticky error): start a new one. */
  fatal: z.boolean(),
});
export type Failure = z.infer<typeof failureSchema>;

export const replySchema = z.union([
  z.object({ ok: z.literal(true), result: z.json() }),
  z.object({ ok: z.literal(false), failure: failureSchema }),
]);
export type Reply = z.infer<typeof replySchema>;
