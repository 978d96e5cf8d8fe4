import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { EnvironmentLayer, Stack } from '@stackbench/model';
import { workingFiles } from '@stackbench/doctor';
import { cacheFolder, shortenHome } from '@stackbench/stacks';
import { z } from 'zod';

/** By environment, as stacks name it, and by library: the file that doctor last proved to serve it. */
const provenSchema = z.record(z.string(), z.record(z.string(), z.string()));
type Proven = z.infer<typeof provenSchema>;

const name = 'proven-libraries.json';

/** Keeps what was proven of environments, so that a run can tell where it differs. */
export async function keepProven(environments: readonly EnvironmentLayer[]): Promise<void> {
  const proven = environments.filter(
    ({ proof, failure }) => proof === 'import' && failure === null,
  );
  if (proven.length === 0) return;
  const entries = proven.map((environment) => [
    shortenHome(environment.prefix),
    shortenFiles(workingFiles(environment)),
  ]);
  const before = readProven();
  const all: Proven = { ...before, ...Object.fromEntries(entries) };
  if (isDeepStrictEqual(all, before)) return;
  // It brings the engine along, which doctor does without where nothing is new.
  const { writeFiles } = await import('./files/write-files.ts');
  await writeFiles(cacheFolder(), new Map([[name, Buffer.from(JSON.stringify(all))]]));
}

function shortenFiles(files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([library, file]) => [library, shortenHome(file)]),
  );
}

/** What doctor has proven of environments; nothing where it never ran. */
export function readProven(): Proven {
  try {
    return provenSchema.parse(JSON.parse(readFileSync(join(cacheFolder(), name), 'utf8')));
  } catch {
    // Absent or damaged: doctor makes it anew.
    return {};
  }
}

/** The libraries of stacks that another file serves now than when doctor looked, a sentence each. */
export function findDifferences(stacks: readonly Stack[], proven: Proven): string[] {
  return stacks.flatMap(({ id, facts }) => {
    const { environment } = facts;
    const known = typeof environment === 'string' ? proven[environment] : undefined;
    const libraries = librariesSchema.safeParse(facts['libraries']);
    if (known === undefined || !libraries.success) return [];
    return Object.entries(libraries.data).flatMap(([library, { file }]) => {
      const before = known[library];
      return before === undefined || before === file
        ? []
        : [`${id} runs ${library} from ${file}; doctor proved ${before}.`];
    });
  });
}

const librariesSchema = z.record(z.string(), z.object({ file: z.string() }));
