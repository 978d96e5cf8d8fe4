import type {
  EnvironmentLayer,
  Layers,
  LoaderReason,
  ServedLibrary,
  ServingFile,
} from '@stackbench/model';
import { isLowerVersion } from '@stackbench/stacks';

/** `13` of `13.2`. */
export function majorOf(version: string | null | undefined): number | null {
  const major = Number.parseInt(version ?? '', 10);
  return Number.isNaN(major) ? null : major;
}

/** Whether two versions are the same as far as both tell: `9.26.0` and `9.26.0.51` are. */
export function isSameVersion(a: string, b: string): boolean {
  const [left, right] = [a.split('.'), b.split('.')];
  const length = Math.min(left.length, right.length);
  return left.slice(0, length).join('.') === right.slice(0, length).join('.');
}

/** Whether a file belongs to somebody else than the environment. */
export function isForeign({ owner }: ServingFile): boolean {
  return owner !== 'environment' && owner !== 'driver';
}

/** Libraries with a file of their own. */
export function dynamicLibraries({ libraries }: EnvironmentLayer): ServedLibrary[] {
  return Object.values(libraries).filter(({ proof }) => proof !== 'static');
}

/** Parts of cuDNN that others than the environment serve, where its entry is the environment's. */
export function foreignParts({ libraries }: EnvironmentLayer): ServingFile[] {
  const cudnn = libraries['cudnn'];
  return cudnn === undefined || isForeign(cudnn) ? [] : cudnn.parts.filter(isForeign);
}

/** `/usr/local/cuda/lib64/libcudnn_graph.so.9 (9.1.1)`, and whether that is a prediction */
export function showFile(served: ServingFile & Partial<Pick<ServedLibrary, 'proof'>>): string {
  const { file, version, package: owned, proof } = served;
  const told = owned === null ? version : `${owned.name} ${owned.version}`;
  const shown = told === null ? file : `${file} (${told})`;
  return proof === 'predicted' ? `${shown}, predicted: nothing was imported` : shown;
}

const reasons: Readonly<Record<LoaderReason['kind'], (from: string | null) => string>> = {
  rpath: (from) => `RPATH of ${from ?? 'its caller'}`,
  runpath: (from) => `RUNPATH of ${from ?? 'its caller'}`,
  'ld-library-path': (from) => `LD_LIBRARY_PATH holds ${from ?? 'its folder'}`,
  cache: (from) => `${from ?? '/etc/ld.so.cache'} lists it`,
  default: (from) => `${from ?? 'its folder'} is searched always`,
  path: () => 'it was opened by its full path',
  preload: () => 'LD_PRELOAD names it',
  'loaded-before': () => 'it was loaded before',
};

/** Why the loader took a file, in words that go on a sentence. */
export function showReason(reason: LoaderReason | null): string {
  return reason === null ? 'the loader does not tell why' : reasons[reason.kind](reason.from);
}

/** The lines of start files that set a variable: `~/.bashrc, line 118`. */
export function whereSet({ settings }: Layers, variable: string): string[] {
  return settings
    .filter((setting) => setting.variable === variable)
    .map(({ file, line, text }) => `${variable} is set in ${file}, line ${line}: ${text}`);
}

/** How to take a variable away, pointing at the line that sets it where that is known. */
export function unsetFix(layers: Layers, variable: string): string {
  const first = layers.settings.find((setting) => setting.variable === variable);
  return first === undefined
    ? `unset ${variable}`
    : `unset ${variable}    # and take it out of ${first.file}, line ${first.line}`;
}

/** Whether version `a` is newer than `b`. */
export function isNewer(a: string, b: string): boolean {
  return isLowerVersion(b, a);
}
