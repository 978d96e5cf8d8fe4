import { homeFolder } from './home-folder.ts';
import { sep } from 'node:path';

/** A path as it may be published: `~` for the home folder, which names its user. */
export function shortenHome(path: string, home: string = homeFolder()): string {
  if (home === '' || home === sep) return path;
  if (path === home) return '~';
  return path.startsWith(home + sep) ? `~${path.slice(home.length)}` : path;
}
