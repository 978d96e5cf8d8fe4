import type { Environment } from '@stackbench/workers';
import type { Setup, SetupFormat } from '../setup/setup.ts';

export const managerNames = [
  'uv',
  'venv',
  'mamba',
  'micromamba',
  'conda',
  'pixi',
  'rattler',
] as const;
export type ManagerName = (typeof managerNames)[number];

/** One environment that is to be made. */
export interface Job {
  setup: Setup;
  /** Where what was resolved is kept. */
  folder: string;
  /** The environment itself, which is not there yet. */
  prefix: string;
  /** Variables without any environment active. */
  env: Environment;
  signal: AbortSignal | undefined;
  /** What is to be repeated exactly; null to resolve anew. */
  lock: Lock | null;
}

/** What was resolved: files by their names, with their texts. */
export type Lock = Readonly<Record<string, string>>;

/** What a setup comes to. */
export interface Resolution {
  /** Null where it is known only once all is installed. */
  lock: Lock | null;
  /** Packages with the bytes of their archives; null where the tool does not tell. */
  packages: ReadonlyMap<string, number | null>;
  /** Names of those that the tool has in its cache already. */
  cached: ReadonlySet<string>;
}

/** Told how many bytes of the archives have arrived. */
export type OnFetched = (bytes: number) => void;

/** A tool that makes environments, found on this machine. */
export interface Manager {
  name: ManagerName;
  version: string;
  /** How it was found, for people: `PATH`. */
  foundBy: string;
  /** Files of these it reads as they are. */
  formats: readonly SetupFormat[];
  /** What the files are called that say what was resolved; the first is always there. */
  lockNames: readonly [string, ...string[]];
  /** Where it keeps what it has downloaded; null where it does not tell. */
  cache(job: Job): Promise<string | null>;
  /**
   * What the setup comes to, without installing it.
   * @throws BenchError with the tool's own words for a setup that is wrong or cannot be had
   */
  resolve(job: Job): Promise<Resolution>;
  /**
   * Makes the environment. Returns what is in it.
   * @throws BenchError as above
   */
  install(job: Job, resolution: Resolution, onFetched: OnFetched): Promise<Lock>;
}
