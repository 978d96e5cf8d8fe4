import { createHash, randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What takes long to ask, kept in a folder under everything that it depends on. */
export interface KeptAnswers<T> {
  /** What was kept under this key; null where nothing was, or where it is damaged or too old. */
  get(key: unknown): Promise<T | null>;
  put(key: unknown, answer: T): Promise<void>;
  /** Forgets what turned out to be wrong. */
  drop(key: unknown): Promise<void>;
}

/** Where everything is asked anew. */
export const noAnswers: KeptAnswers<never> = {
  get: async () => null,
  put: async () => {},
  drop: async () => {},
};

/**
 * @param kind what the answers are of, part of their files' names
 * @param lifetimeMs how long one counts, be its key the same
 */
export function keepAnswers<T>(
  folder: string,
  kind: string,
  { lifetimeMs = Number.POSITIVE_INFINITY }: { lifetimeMs?: number } = {},
): KeptAnswers<T> {
  const fileOf = (key: unknown) => join(folder, `${hashOf(key)}.${kind}.kept.json`);
  return {
    get: async (key) => {
      try {
        const file = fileOf(key);
        if (Date.now() - statSync(file).mtimeMs > lifetimeMs) return null;
        const { hash, answer } = JSON.parse(await readFile(file, 'utf8')) as Kept<T>;
        return hash === hashOf(answer) ? answer : null;
      } catch {
        // Absent or damaged: it is made anew.
        return null;
      }
    },
    put: async (key, answer) => {
      const file = fileOf(key);
      const beside = `${file}.${randomUUID()}`;
      try {
        await mkdir(folder, { recursive: true });
        const kept: Kept<T> = { hash: hashOf(answer), answer };
        await writeFile(beside, JSON.stringify(kept));
        await rename(beside, file);
      } catch {
        // A cache that cannot be written costs time, nothing else.
        await rm(beside, { force: true }).catch(() => {});
      }
    },
    drop: (key) => rm(fileOf(key), { force: true }).catch(() => {}),
  };
}

/** An answer as its file holds it, with what shows that nothing of it was changed. */
interface Kept<T> {
  hash: string;
  answer: T;
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);
}
