import type { DataType, Rate, Status, Work } from '@stackbench/model';
import type { Discipline } from '../stack-ranking/discipline.ts';

/**
 * All that is published, as plain data: what the page shows, and word for word what
 * `results.json` holds. It is made from run files alone, so that publishing twice writes the same
 * bytes. Every string in it has been through `clean-text.ts`, every field is named here.
 */
export interface Publication {
  format: 2;
  devices: readonly PublishedDevice[];
  /** In the order in which they were started. */
  runs: readonly PublishedRun[];
  stacks: readonly PublishedStack[];
  cases: readonly PublishedCase[];
  /** One for each case on each stack in each run, in the order of the runs. */
  results: readonly PublishedResult[];
  comparisons: readonly PublishedComparison[];
  /** Of each run, hardware first. */
  rankings: readonly PublishedRanking[];
  /** Of each problem on each device: whether the fastest stack is ahead of the next. */
  leads: readonly PublishedLead[];
}

/** What computes. Runs of several machines that agree in all of this share their tables. */
export interface PublishedDevice {
  /** Stable and without names: `nvidia-h200_driver-570.86_linux-6.8`. */
  key: string;
  title: string;
  /** Computes on the CPU; never ranked with hardware. */
  software: boolean;
  gpu: string | null;
  driver: string | null;
  /** Null for a GPU: the same GPU in another machine is the same device. */
  cpu: string | null;
  os: string;
}

export interface PublishedRun {
  id: string;
  /** Relative to the folder that the page lies in: `runs/2026-01-01.jsonl`. */
  file: string;
  /** ISO 8601, UTC. */
  startedAt: string;
  /** Null when the run was cut off. */
  endedAt: string | null;
  commit: string | null;
  dirty: boolean | null;
  version: string;
  suite: string;
  rounds: number;
  /** Of inputs and of the order of stacks. */
  seed: number;
  /** Of the order of stacks; null where `seed` served for it. */
  orderSeed: number | null;
  /** Where it was not the usual one: cases predicted to take longer were skipped. */
  caseBudgetMs: number | 'none' | null;
  cpu: string;
  cpuCount: number;
  memoryBytes: number;
  os: string;
  controls: readonly PublishedControl[];
  /** Of a run that was put together of shards. */
  fleet?: PublishedFleet;
  /** Of a run that the page does not hold whole: how many problems it holds, and what the run has. */
  shown?: { problems: number; ofProblems: number; ofResults: number };
}

/** The nodes that measured a run. */
export interface PublishedFleet {
  nodes: number;
  /** Those that are unlike the others: how, and how many shards are theirs. */
  odd: readonly { token: string; shards: number; how: string }[];
}

/** A stack against itself in one run. */
export interface PublishedControl {
  stack: string;
  software: boolean;
  ratio: number;
  /** How much it may differ from itself, a fraction: smaller differences of the run are not told. */
  noise: number;
}

/** A stack on a device, over all runs. */
export interface PublishedStack {
  /** Unique: the device's key, a space, and the stack's id. */
  key: string;
  id: string;
  kind: string;
  /** It speaks the vendor's own language to the device. */
  native: boolean;
  device: string;
  /** What it was made of; the newest first, the same facts once. */
  configurations: readonly StackConfiguration[];
}

export interface StackConfiguration {
  /** Ids of the runs that found the stack so; newest first. */
  runs: readonly string[];
  available: boolean;
  reason: string | null;
  fix: string | null;
  /** Only facts that the catalogue calls public; nested ones are joined with a dot: `cudnn.version`. */
  facts: Readonly<Record<string, FactValue>>;
  /** How many facts stay in the run file, as they are not public. */
  withheld: number;
}

export type FactValue = string | number | boolean | null;

export interface PublishedCase {
  id: string;
  operation: string;
  variant: string;
  problem: string;
  dataType: DataType;
  /** What its throughput counts: this field of the two that follow. */
  work: Work;
  flops: number;
  bytes: number;
  title: string | null;
  /** What it is of the network that a suite counts, by suite. */
  layers: Readonly<Record<string, PublishedLayer>>;
}

/** A layer of a network. */
export interface PublishedLayer {
  network: string;
  batch: number;
  /** How often it occurs in the whole network. */
  count: number;
  /** Operations of the whole network, repeated ones counted. */
  operations: number;
}

export interface PublishedResult {
  run: string;
  /** Key of the stack. */
  stack: string;
  case: string;
  status: Status | 'not-run';
  /** What happened, each reason once; null when nothing did. */
  reason: string | null;
  measured: PublishedMeasurement | null;
}

/** Times are per repetition; all are medians over launches. */
export interface PublishedMeasurement {
  kernelNs: number;
  /** What its own run counted the case as: another version may count otherwise. */
  flops: number;
  bytes: number;
  /** Digests of the programs that were measured; none where the run kept none. */
  programs: readonly string[];
  /** 95 % interval of `kernelNs` over launches; null below 6 of them. */
  interval: { lowNs: number; highNs: number } | null;
  /** Of the samples within the least steady launch, a fraction: no interval. Null of too few samples. */
  spread: number | null;
  launches: number;
  /** What timed the kernels. The host's clock has the latency in it, and is never ranked with the device's. */
  clock: 'device' | 'host';
  /** Launches left out since they did not end well; `reason` says why. */
  leftOut: number;
  caches: 'cold' | 'hot';
  callLatencyNs: number;
  firstCallNs: number;
  buildNs: number;
  /** The largest ‖out − ref‖ / ‖ref‖ of the random gate; null when only the exact gate compared. */
  relativeError: number | null;
  /** Of the GPU's multiprocessors, around the samples; null where its tools do not tell, as its power. */
  smClockMhz: number | null;
  powerW: number | null;
  chosenVariants: readonly string[];
}

/** Where a result stands: references to its run, stack and case. */
export interface ResultReference {
  run: string;
  stack: string;
  case: string;
}

export interface PublishedLead {
  first: ResultReference;
  second: ResultReference;
  /** In a word: `clearly`, `indicative`, `same`, `undecided`, `between two runs`. */
  text: string;
  /** `faster` where the first takes less time than the second. Null where no round holds both. */
  verdict: PublishedVerdict | null;
}

/** The stacks of one run over the problems of one data type on one device, as the terminal ranks them. */
export interface PublishedRanking {
  run: string;
  /** Key of the device. */
  device: string;
  dataType: string;
  discipline: Discipline;
  /** What was ranked over what, for people. */
  field: string;
  /** Whether the first place is ahead of the second, for people. */
  standing: string;
  /** What would decide that, if not `likely` then only perhaps; null where it is decided. */
  decision: { command: string; likely: boolean } | null;
  /** How many cases the means are over. */
  cases: number;
  /** The fastest first. */
  places: readonly PublishedPlace[];
  /** Keys of stacks that measured too little to take part. */
  leftOut: readonly string[];
}

interface PublishedPlace {
  /** Key of the stack. */
  stack: string;
  /** Geometric mean over the cases; null where these count different work. */
  rate: Rate | null;
  /** Of the first place's mean. */
  share: number;
  /** Cases in which no other was faster. */
  wins: number;
  /** In a word, how it stands to the first; empty of the first itself. */
  standing: string;
}

/** Two stacks of one run, as `bench compare` judges them: `b` is seen from `a`. */
export interface PublishedComparison {
  run: string;
  /** Keys of stacks. */
  a: string;
  b: string;
  /** The difference, a fraction, within which both are the same: asked for, or what the A/A control found. */
  margin: number;
  /** The geometric mean over all of `cases`; null when there are none. */
  total: PublishedVerdict | null;
  cases: readonly (PublishedVerdict & { case: string })[];
  /** Cases without a ratio, and why. */
  leftOut: readonly { case: string; reason: string }[];
  /** How many there are of each, where the page holds only some. */
  shown?: { ofCases: number; ofLeftOut: number };
  /** What a reader must know before believing it. */
  caveats: readonly string[];
}

export interface PublishedVerdict {
  /** t_b / t_a and its 95 % interval: below 1 when `b` is faster. */
  ratio: number;
  interval: { low: number; high: number } | null;
  verdict: 'faster' | 'slower' | 'same' | 'inconclusive';
  /** The verdict for people, with why it is inconclusive or only indicative. */
  text: string;
  /** The smallest difference that could have been told, a fraction; null without an interval. */
  detectable: number | null;
  launches: number;
}
