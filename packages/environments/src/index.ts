export { discardEnvironment, removeEnvironment } from './create/clear.ts';
export { type Cost, fits } from './create/cost.ts';
export { makeEnvironment } from './create/make-environment.ts';
export { keptLocksOf, ownFolderOf } from './create/places.ts';
export {
  type PlannedEnvironment,
  planEnvironment,
  type PlanOptions,
} from './create/plan-environment.ts';
export { findPossessions } from './create/possessions.ts';
export { examine, type State, stateOf } from './create/state.ts';
export { toolsFor } from './managers/choose-manager.ts';
export { type ListedEnvironment, listEnvironments } from './inventory/list-environments.ts';
export { type Check, checkRequirements, type Possessions } from './setup/check-requirements.ts';
export { findSetups } from './setup/find-setups.ts';
export { readSetup } from './setup/read-setup.ts';
export type { Setup, SetupFormat } from './setup/setup.ts';
