import type { EnvironmentLayer, ToolkitLayer } from '@stackbench/model';

/** What is different for one process. */
export interface Circumstances {
  /** Variables to set, or (undefined) to remove. */
  changes?: Readonly<Record<string, string | undefined>>;
  /** Libraries that are loaded before the framework, by path. */
  first?: readonly string[];
  /** Folders that the loader's cache lists besides the system's. */
  cacheFolders?: readonly string[];
}

/** One thing to try in an environment, or why it need not be tried. */
export interface Trial {
  /** Goes on `What if …`: `LD_LIBRARY_PATH held /usr/local/cuda-12.4/lib64`. */
  question: string;
  circumstances: Circumstances;
  /** Why it is without effect, as far as that can be told without trying. */
  skipped: string | null;
}

/** A belief that can be settled by trying. A file in `what-if/` each, found on disk. */
export interface ExperimentKind {
  id: string;
  trials(environment: EnvironmentLayer, toolkits: readonly ToolkitLayer[]): Trial[];
}
