import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The page's own script and style, ready to stand inside HTML. */
export interface ClientBundle {
  script: string;
  style: string;
}

let bundled: Promise<ClientBundle> | undefined;

/** Bundles `client/`, once a process. It is built when it is used, so that no built copy can be out of date. */
export function bundleClient(): Promise<ClientBundle> {
  return (bundled ??= bundle());
}

async function bundle(): Promise<ClientBundle> {
  // Only publishing needs the bundler, so other commands do not load it.
  const { rolldown } = await import('rolldown');
  const folder = join(import.meta.dirname, 'client');
  const build = await rolldown({
    input: join(folder, 'main.ts'),
    platform: 'browser',
    // Nothing here acts by being imported, so what is not called is left out, most of d3 for one.
    treeshake: { moduleSideEffects: false },
    // Parsing what is left out altogether would take half of the time and of the memory.
    external: [/^zod/, /^@stdlib\//],
    logLevel: 'silent',
  });
  try {
    const { output } = await build.generate({ format: 'iife', minify: true });
    const style = await readFile(join(folder, 'style.css'), 'utf8');
    // The end of a script element is found by text alone, inside strings too.
    return { script: output[0].code.replaceAll('</script', String.raw`<\/script`), style };
  } finally {
    await build.close();
  }
}
