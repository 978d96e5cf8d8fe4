import process from 'node:process';
import { BenchError } from '@stackbench/model';

/** A system that bundles can be made for: on it alone, as Node and the libraries are those that lie there. */
export interface Platform {
  /** As `--platform` names it, and packages of the npm registry do. */
  name: string;
  /** What `uname -sm` says. */
  system: string;
  /** The dynamic loader, which every program with glibc names. */
  loader: string;
}

const platforms: readonly Platform[] = [
  { name: 'linux-x64', system: 'Linux x86_64', loader: '/lib64/ld-linux-x86-64.so.2' },
  { name: 'linux-arm64', system: 'Linux aarch64', loader: '/lib/ld-linux-aarch64.so.1' },
];

/**
 * The platform of that name; without one, this machine's.
 * @throws BenchError for one that is not this machine's
 */
export function choosePlatform(
  name: string | undefined,
  here = `${process.platform}-${process.arch}`,
): Platform {
  const platform = platforms.find((each) => each.name === (name ?? here));
  if (platform === undefined) {
    const names = platforms.map((each) => each.name).join(' and ');
    throw new BenchError(`There are no bundles for ${name ?? here}, but for ${names}`, {
      fix: 'Elsewhere take the npm package: `pnpm package`.',
    });
  }
  if (platform.name !== here) {
    throw new BenchError(`A bundle for ${platform.name} cannot be made on ${here}`, {
      fix: 'Make it on such a machine: it takes Node and the libraries from there.',
    });
  }
  return platform;
}
