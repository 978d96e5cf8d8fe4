import type { DataType } from './data-type.ts';
import type { Layer } from './run-file.ts';
import type { Tunables } from './tunables.ts';

/** Problems of one operation, in the text that a person types in a case id. */
export interface SuiteEntry {
  operation: string;
  dataTypes: readonly DataType[];
  problems: readonly SuiteProblem[];
}

export interface SuiteProblem {
  problem: string;
  /** What the problem is, for people: `ResNet-50 conv1`. */
  title?: string;
  /** A software device would take long for it and learn nothing: it runs there by its id alone. */
  hardwareOnly?: boolean;
  /** What it is of a whole network, for weighted totals. */
  layer?: Layer;
}

/** A named list of cases: every entry × data type × variant. One file under `kernels/suites/`. */
export interface Suite {
  name: string;
  title: string;
  entries: readonly SuiteEntry[];
  /** Where this suite's measuring policy differs from the default. */
  tunables?: Partial<Tunables>;
}
