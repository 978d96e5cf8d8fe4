import { accessSync, constants, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';

/** The entries of `folder` whose names fit, in order, as paths; none where it cannot be read. */
export function entries(folder: string, pattern: RegExp = /./): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => pattern.test(name))
      .toSorted()
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return isFile(file);
  } catch {
    return false;
  }
}

export function isFolder(path: string): boolean {
  return kindOf(path)?.isDirectory() ?? false;
}

export function isFile(path: string): boolean {
  return kindOf(path)?.isFile() ?? false;
}

/** Links are followed; null where they lead nowhere, in circles, or where one may not look. */
function kindOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}

/** `path` with links resolved, or as it is where that is impossible. */
export function resolveLinks(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Items whose files are the same file keep only their first. */
export function uniqueByRealPath<T>(items: readonly T[], file: (item: T) => string): T[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const real = resolveLinks(file(item));
    if (seen.has(real)) return false;
    seen.add(real);
    return true;
  });
}
