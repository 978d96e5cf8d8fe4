import { join } from 'node:path';
import { rolldown } from 'rolldown';

/** Compiles the module that a browser loads to be a worker, with all that it imports, into one file. */
export async function compilePage(root: string, out: string): Promise<void> {
  const page = 'packages/runner-webgpu/src/worker/page';
  const bundle = await rolldown({
    input: join(root, `${page}.ts`),
    platform: 'browser',
    logLevel: 'warn',
  });
  try {
    await bundle.write({ file: join(out, `${page}.js`) });
  } finally {
    await bundle.close();
  }
}
