import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The page's own script and style, ready to stand inside HTML. */
export interface ClientBundle {
  script: string;
  style: string;
}

const folder = join(import.meta.dirname, 'client');

/** In the npm package, which has no bundler, the script as it was built with the package. */
const built = join(folder, 'main.js');

let provided: Promise<ClientBundle> | undefined;

/** The script and style of the published page, made once a process. */
export function provideClient(): Promise<ClientBundle> {
  return (provided ??= provide());
}

async function provide(): Promise<ClientBundle> {
  const [script, style] = await Promise.all([
    existsSync(built) ? readFile(built, 'utf8') : bundleClient(),
    readFile(join(folder, 'style.css'), 'utf8'),
  ]);
  return { script, style };
}

/** Bundles `client/`. In a checkout it is built when it is used, so that no built copy can be out of date. */
export async function bundleClient(): Promise<string> {
  // Only publishing needs the bundler, so other commands do not load it.
  const { rolldown } = await import('rolldown');
  const build = await rolldown({
    input: join(folder, 'main.ts'),
    platform: 'browser',
    // Nothing here acts by being imported, so what is not called is left out.
    treeshake: { moduleSideEffects: false },
    // Parsing what is left out altogether would take half of the time and of the memory.
    external: [/^zod/, /^@stdlib\//],
    logLevel: 'silent',
  });
  try {
    const { output } = await build.generate({ format: 'iife', minify: true });
    // The end of a script element is found by text alone, inside strings too.
    return output[0].code.replaceAll('</script', String.raw`<\/script`);
  } finally {
    await build.close();
  }
}
