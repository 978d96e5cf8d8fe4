import type { ProgramPass } from '@stackbench/model';
import type { KnownFacts } from '@stackbench/model/facts';

/** A call of a library, as a program names it. */
export type LibraryCall = Extract<ProgramPass['module'], { operation: string }>;

/** A library that computes in the same implementation of WebGPU, on the same adapter. */
export interface Peer {
  /** Its name and version. */
  facts: KnownFacts;
  /** @throws Error for a call that it does not have, such as a convolution in groups */
  prepare(call: LibraryCall): PeerCall;
}

/** One call with what it computes on, in the adapter's memory. */
export interface PeerCall {
  /** Shape of each input as `kernels/` lays it out. */
  shapes: readonly (readonly number[])[];
  /** Takes numbers for each input in the place of those before. */
  fill(inputs: readonly Float32Array[]): Promise<void>;
  /** Begins one repetition, whose output takes the place of the one before. */
  run(): Promise<void> | void;
  /** Submits what was begun; resolves when the adapter has done it. */
  finish(): Promise<void>;
  /** What the last repetition computed; null where there is none. */
  read(): Promise<Float32Array<ArrayBuffer>> | null;
  /** Forgets the output. */
  spoil(): void;
  /** Frees all that it has. */
  release(): Promise<void> | void;
}

export function numbersOf({ problem }: LibraryCall, ...names: string[]): number[] {
  return names.map((name) => Number(problem[name]));
}
