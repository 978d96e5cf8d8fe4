import { dirname } from 'node:path';
import type { EnvironmentLayer, Layers } from '@stackbench/model';
import { isForeign } from '../facts.ts';
import type { Rule } from '../rule.ts';

/** A cuDNN that names a part that did not come with it opens whichever another cuDNN offers. */
export const rule: Rule = {
  id: 'cudnn-part-absent',
  check: (layers) =>
    layers.environments.flatMap((environment) => {
      const { cudnnAbsentParts: absent, libraries, id } = environment;
      const entry = libraries['cudnn'];
      if (absent.length === 0 || entry === undefined) return [];
      const others = reachable(layers, environment, dirname(entry.file));
      // What it says of itself is the version of the part that does the work.
      const said = entry.parts.some(isForeign) ? null : entry.version;
      const version = said ?? entry.package?.version ?? '';
      const names = absent.map(({ part }) => part).join(', ');
      return [
        {
          severity: others.length > 0 ? ('error' as const) : ('note' as const),
          subject: id,
          message:
            others.length > 0
              ? `Its cuDNN ${version} lacks ${names}, and another cuDNN stands ready to be mixed in: convolutions fail with SUBLIBRARY_VERSION_MISMATCH.`
              : `Its cuDNN ${version} lacks ${names}, which it names; harmless while no other cuDNN can be found.`,
          evidence: [
            ...absent.map(
              ({ part, namedBy }) =>
                `${namedBy} names ${part}, which is not in ${dirname(entry.file)}`,
            ),
            ...others.map((file) => `the loader would find ${file}`),
          ],
          fix:
            entry.package?.manager === 'conda'
              ? 'conda update cudnn'
              : `pip install --upgrade ${entry.package?.name ?? 'nvidia-cudnn-cu13'}    # a release that brings all its parts`,
        },
      ];
    }),
};

/** cuDNNs outside that the loader finds without being told where, or by LD_LIBRARY_PATH. */
function reachable(
  { loaderCache, toolkits }: Layers,
  { variables }: EnvironmentLayer,
  own: string,
): string[] {
  const cached = loaderCache
    .filter(({ name }) => name.startsWith('libcudnn'))
    .map(({ file }) => file);
  const folders = new Set((variables['LD_LIBRARY_PATH'] ?? '').split(':'));
  const inPath = toolkits
    .flatMap(({ libraries }) => (libraries['cudnn'] === undefined ? [] : [libraries['cudnn'].file]))
    .filter((file) => folders.has(dirname(file)));
  return [...new Set([...cached, ...inPath])].filter((file) => dirname(file) !== own).slice(0, 3);
}
