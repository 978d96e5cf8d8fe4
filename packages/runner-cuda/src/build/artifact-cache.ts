import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** Files made by one build, in a folder of their own. */
export interface Artifact {
  folder: string;
  /** What the tools said. */
  log: string;
  /** Host time that the build took when it was done. */
  buildNs: number;
  /** Whether it was there already. */
  cached: boolean;
}

export interface Recipe {
  /** All that the result depends on. */
  key: readonly unknown[];
  /** Names of the files that `build` makes. */
  outputs: readonly string[];
  /** Makes the outputs in `folder`; what it returns is the log. What it throws is not kept. */
  build(folder: string): Promise<string>;
}

const manifestName = 'manifest.json';
/** So often a finished build is put in its place before others in the way are an error. */
const placingAttempts = 5;
const manifestSchema = z.object({
  log: z.string(),
  buildNs: z.int().nonnegative(),
  /** SHA-256 of each output. */
  hashes: z.record(z.string(), z.string()),
});

/**
 * What `recipe` makes, from `cache` if it is there and undamaged. A build happens in a folder beside
 * that is renamed when it is complete, so that nobody sees half of it; of several at once one wins.
 */
export async function provideArtifact(cache: string, recipe: Recipe): Promise<Artifact> {
  const name = createHash('sha256').update(JSON.stringify(recipe.key)).digest('hex').slice(0, 40);
  const folder = join(cache, name);
  const kept = await readIntact(folder, recipe.outputs);
  if (kept !== null) return { folder, ...kept, cached: true };
  await mkdir(cache, { recursive: true });
  const beside = await mkdtemp(`${folder}.`);
  try {
    const start = performance.now();
    const log = await recipe.build(beside);
    const buildNs = Math.round((performance.now() - start) * 1e6);
    const hashes = await hashAll(beside, recipe.outputs);
    await writeFile(join(beside, manifestName), JSON.stringify({ log, buildNs, hashes }));
    await replaceFolder(beside, folder, recipe.outputs);
    return { folder, log, buildNs, cached: false };
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}

/** The manifest of a folder whose outputs are as they were made; null for one that is absent or damaged. */
async function readIntact(folder: string, outputs: readonly string[]) {
  try {
    const text = await readFile(join(folder, manifestName), 'utf8');
    const { log, buildNs, hashes } = manifestSchema.parse(JSON.parse(text));
    const found = await hashAll(folder, outputs);
    return outputs.every((name) => found[name] === hashes[name]) ? { log, buildNs } : null;
  } catch {
    return null;
  }
}

async function hashAll(folder: string, names: readonly string[]): Promise<Record<string, string>> {
  const pairs = await Promise.all(
    names.map(async (name) => {
      const bytes = await readFile(join(folder, name));
      return [name, createHash('sha256').update(bytes).digest('hex')] as const;
    }),
  );
  return Object.fromEntries(pairs);
}

/**
 * Puts `beside` in the place of `folder`, unless another process has just put an intact one there. A
 * damaged one is moved away first.
 */
async function replaceFolder(
  beside: string,
  folder: string,
  outputs: readonly string[],
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await rename(beside, folder);
      return;
    } catch (error) {
      if ((await readIntact(folder, outputs)) !== null) return;
      if (attempt === placingAttempts) throw error;
    }
    const away = `${beside}.damaged`;
    // Another process may have moved it before.
    await rename(folder, away).catch(() => {});
    await rm(away, { recursive: true, force: true });
  }
}
