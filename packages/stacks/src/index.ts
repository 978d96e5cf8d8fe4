export { activate } from './activation/activate.ts';
export type { Activation } from './activation/activation.ts';
export { deactivate } from './activation/deactivate.ts';
export { describeChanges } from './activation/describe-changes.ts';
export { type AskOptions, askTool } from './answers/ask-tool.ts';
export { fileState } from './answers/file-state.ts';
export { keepAnswers, type KeptAnswers, noAnswers } from './answers/kept-answers.ts';
export { cacheFolder, secureCacheFolder } from './cache-folder.ts';
export { findExecutable } from './find-executable.ts';
export { entries, isExecutable, resolveLinks, uniqueByRealPath } from './folders.ts';
export { parseCpuSet, readCpuSet } from './host/cpu-set.ts';
export { type HostMonitor, openHostMonitor } from './host/host-monitor.ts';
export { homeFolder, userName } from './home-folder.ts';
export { stateDevice } from './identity/state-device.ts';
export { inParallel } from './in-parallel.ts';
export { describeMachine } from './machine.ts';
export { type DeviceState, inspectDevice } from './nvidia/device.ts';
export { type GpuMonitor, openGpuMonitor } from './nvidia/gpu-monitor.ts';
export {
  findOwnEnvironments,
  type OwnEnvironment,
  ownMarker,
  type OwnRecord,
  ownRecordOf,
  ownRecordSchema,
  readOwnRecord,
  setupFacts,
} from './own-environments.ts';
export type { Problem } from './problem.ts';
export { askCondaManagers } from './python/ask-conda-managers.ts';
export { environmentPlaces, type EnvironmentPlaces } from './python/environment-places.ts';
export { findEnvironments } from './python/find-environments.ts';
export type {
  PythonEnvironment,
  PythonEnvironmentKind,
  Venv,
} from './python/python-environment.ts';
export { readText } from './read-text.ts';
export { readYaml } from './read-yaml.ts';
export { searchPath } from './search-path.ts';
export { shortenHome } from './shorten-home.ts';
export { stateVariables } from './variables/state-variables.ts';
export { distrust } from './trust/distrust.ts';
export { publishValue } from './variables/publish-value.ts';
export { withoutOverriding } from './variables/overriding-variables.ts';
export { userFolder } from './user-folder.ts';
export { isLowerVersion } from './version.ts';
export { readElf } from './loader/elf.ts';
export {
  type AbsentPart,
  type CudnnPart,
  findAbsentParts,
  predictCudnnParts,
} from './loader/cudnn-parts.ts';
export { type CachedLibrary, readLoaderCache } from './loader/loader-cache.ts';
export { type LoaderChoice, parseLdDebug } from './loader/parse-ld-debug.ts';
export { predictLibraries } from './loader/predict.ts';
export { writeLoaderCache } from './loader/write-loader-cache.ts';
export { describeDriver } from './nvidia/driver-layer.ts';
export { driverFloor } from './nvidia/driver-floor.ts';
export { driverOfCuda } from './nvidia/shipped-drivers.ts';
export { findOwner, type OwnerPlaces } from './owners/find-owner.ts';
export { type FindPackage, openPackages } from './owners/find-package.ts';
export { sitePackages } from './python/site-packages.ts';
export { findToolkitLayers, type ToolkitPlaces } from './toolkits/find-toolkit-layers.ts';
export {
  type LibraryName,
  libraryNames,
  libraryOf,
  versionInName,
} from './toolkits/library-names.ts';
export { readToolkitVersion } from './toolkits/toolkit-version.ts';
export { findSettings, steeringVariables } from './variables/find-settings.ts';
