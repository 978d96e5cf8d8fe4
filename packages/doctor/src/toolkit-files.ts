import { basename, dirname } from 'node:path';
import type { EnvironmentLayer, Layers, ToolkitLayer } from '@stackbench/model';
import { dynamicLibraries, majorOf } from './facts.ts';

/** Toolkits that lie in no environment, with libraries to open. */
export function outsideToolkits(toolkits: readonly ToolkitLayer[]): ToolkitLayer[] {
  return toolkits.filter(
    ({ kind, libraries }) => kind !== 'environment' && Object.keys(libraries).length > 0,
  );
}

/** The folders of a toolkit's libraries. */
export function foldersOf({ libraries }: ToolkitLayer): string[] {
  return [...new Set(Object.values(libraries).map(({ file }) => dirname(file)))];
}

/** What a person would name: the folder with `bin/nvcc`, which of pip's packages is one below the toolkit's. */
export function homeOf({ prefix, nvcc }: ToolkitLayer): string {
  return nvcc === null ? prefix : dirname(dirname(nvcc.file));
}

/** A folder with `bin/nvcc` that CUDA_HOME may name, of a major version of CUDA where that matters; null where there is none. */
export function withNvccOf({ toolkits }: Layers, major: number | null): string | null {
  const fitting = toolkits.find(
    ({ nvcc, hasHeaders, version }) =>
      nvcc !== null && hasHeaders && (major === null || majorOf(version) === major),
  );
  return fitting === undefined ? null : homeOf(fitting);
}

/** The libraries that a toolkit has under the very name by which an environment opens its own. */
export function sharedNames(environment: EnvironmentLayer, { libraries }: ToolkitLayer): string[] {
  return dynamicLibraries(environment)
    .filter(({ name, file }) => {
      const other = libraries[name];
      return other !== undefined && openedAs(other.file) === openedAs(file);
    })
    .map(({ name }) => name);
}

/** `libcudnn.so.9` of `libcudnn.so.9.10.2`; the runtime of CUDA 11 has two numbers in its name. */
function openedAs(file: string): string {
  return basename(file).replace(/(\.so\.\d+)(?:\.\d+)*$/, '$1');
}
