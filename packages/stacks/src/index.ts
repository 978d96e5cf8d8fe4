export { activate } from './activation/activate.ts';
export type { Activation } from './activation/activation.ts';
export { deactivate } from './activation/deactivate.ts';
export { describeChanges } from './activation/describe-changes.ts';
export { cacheFolder } from './cache-folder.ts';
export { findExecutable } from './find-executable.ts';
export { entries, isExecutable, resolveLinks, uniqueByRealPath } from './folders.ts';
export { inParallel } from './in-parallel.ts';
export { describeMachine } from './machine.ts';
export { type DeviceState, inspectDevice } from './nvidia/device.ts';
export type { Problem } from './problem.ts';
export { askCondaManagers } from './python/ask-conda-managers.ts';
export { environmentPlaces, type EnvironmentPlaces } from './python/environment-places.ts';
export { findEnvironments } from './python/find-environments.ts';
export type {
  PythonEnvironment,
  PythonEnvironmentKind,
  Venv,
} from './python/python-environment.ts';
export { searchPath } from './search-path.ts';
export { shortenHome } from './shorten-home.ts';
export { stateVariables } from './variables/state-variables.ts';
export { distrust } from './trust/distrust.ts';
export { publishValue } from './variables/publish-value.ts';
export { withoutOverriding } from './variables/overriding-variables.ts';
export { userFolder } from './user-folder.ts';
export { isLowerVersion } from './version.ts';
