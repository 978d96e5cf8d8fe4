import type { EnvironmentLayer } from '@stackbench/model';

/** For each library that a framework calls the file whose code runs: of cuDNN that of the part that tells its version. */
export function workingFiles({ libraries }: EnvironmentLayer): Record<string, string> {
  return Object.fromEntries(
    Object.values(libraries)
      .filter(({ proof }) => proof === 'called')
      .map(({ name, file, parts }) => {
        const telling = parts.find((part) => /^cudnn_(graph|ops_infer)$/.test(part.name));
        return [name, telling?.file ?? file];
      }),
  );
}
