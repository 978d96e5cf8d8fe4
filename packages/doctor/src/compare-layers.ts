import type { EnvironmentLayer, ServedLibrary, ServingFile } from '@stackbench/model';
import type { Change } from './report.ts';

/** The libraries that another file serves than before, cuDNN's parts apart from its entry. */
export function compareLayers(before: EnvironmentLayer, after: EnvironmentLayer): Change[] {
  const names = new Set([...Object.keys(before.libraries), ...Object.keys(after.libraries)]);
  const changes = [...names].flatMap((name) => [
    ...compareFiles(name, before.libraries[name], after.libraries[name]),
    ...compareParts(before.libraries[name], after.libraries[name]),
  ]);
  const builds = [before, after].map(describeCompiler);
  return builds[0] === builds[1]
    ? changes
    : [...changes, { library: 'compiles with', from: builds[0]!, to: builds[1]! }];
}

function compareFiles(
  library: string,
  before: ServingFile | undefined,
  after: ServingFile | undefined,
): Change[] {
  // What a failed import has not come to is no change of owner.
  if (after === undefined || before?.file === after.file) return [];
  return [{ library, from: describe(before), to: describe(after) }];
}

function compareParts(
  before: ServedLibrary | undefined,
  after: ServedLibrary | undefined,
): Change[] {
  const known = new Map(before?.parts.map((part) => [part.name, part]));
  return (after?.parts ?? []).flatMap((part) =>
    compareFiles(part.name, known.get(part.name), part),
  );
}

function describeCompiler({ compilesWith }: EnvironmentLayer): string {
  if (compilesWith === null) return 'nothing';
  return compilesWith.prefix + (compilesWith.hasNvcc ? '' : ', which has no nvcc');
}

function describe(file: ServingFile | undefined): string {
  if (file === undefined) return 'not loaded';
  return file.version === null ? file.owner : `${file.owner} ${file.version}`;
}
