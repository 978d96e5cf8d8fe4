import { basename, dirname } from 'node:path';
import type { EnvironmentLayer, ToolkitLayer } from '@stackbench/model';
import { dynamicLibraries } from './facts.ts';

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
