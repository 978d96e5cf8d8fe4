import { join } from 'node:path';
import { rolldown } from 'rolldown';

/** The oldest Node that the package runs on. */
export const oldestNode = '22.13.0';

/** Provides the globals that it lacks. */
const olderNode = 'packages/installation/src/older-node.ts';

/**
 * Compiles each module by itself, to where it lies in the checkout: modules find others, and the files beside them, by
 * their place.
 * @param modules relative to `root`
 */
export async function compileModules(
  root: string,
  modules: readonly string[],
  out: string,
): Promise<void> {
  const bundle = await rolldown({
    cwd: root,
    input: modules.map((module) => join(root, module)),
    platform: 'node',
    external: (id) => !/^[./]|^@stackbench\/(?!distribution)/.test(id),
    treeshake: false,
    transform: {
      target: `node${oldestNode}`,
      inject: {
        Float16Array: [join(root, olderNode), 'Float16Array'],
        'RegExp.escape': [join(root, olderNode), 'escapeRegExp'],
      },
    },
    logLevel: 'warn',
  });
  try {
    await bundle.write({
      dir: out,
      preserveModules: true,
      preserveModulesRoot: root,
      entryFileNames: '[name].js',
    });
  } finally {
    await bundle.close();
  }
}
