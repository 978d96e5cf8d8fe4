import { cp, mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Ended, run } from './run.ts';

/** All that the root has besides the C library: a shell and a few of coreutils. */
const programs = ['bash', 'cat', 'dirname', 'env', 'ls', 'mkdir', 'readlink', 'uname'];

/** Makes a root of glibc, bash and coreutils. */
export async function makeEmptyRoot(root: string): Promise<void> {
  for (const folder of ['usr/bin', 'usr/lib', 'usr/lib64', 'proc', 'dev', 'tmp', 'home']) {
    await mkdir(join(root, folder), { recursive: true });
  }
  for (const name of ['bin', 'lib', 'lib64']) await symlink(`usr/${name}`, join(root, name));
  await symlink('bash', join(root, 'usr/bin/sh'));
  // The parts of glibc that no program here names, and those that come with it.
  const named = ['libm.so.6', 'libdl.so.2', 'libpthread.so.0', 'librt.so.1'];
  const files = new Set(named.map((name) => `/lib/x86_64-linux-gnu/${name}`));
  for (const program of programs) {
    files.add(`/usr/bin/${program}`);
    const { stdout } = await run('ldd', [`/usr/bin/${program}`], { cwd: '/' });
    for (const [file] of stdout.matchAll(/\/\S+(?= \(0x)/g)) files.add(file);
  }
  for (const file of files) {
    const place = join(root, file.startsWith('/usr') ? file : `/usr${file}`);
    await mkdir(dirname(place), { recursive: true });
    await cp(file, place, { dereference: true });
  }
}

export interface InRoot {
  root: string;
  /** Lies read-only at `/opt/stackbench`. */
  bundle: string;
  /** Folders of this machine that lie in it, too, read-only, at their own path. */
  laidIn?: readonly string[];
  env?: Record<string, string>;
}

/** Mounts, without a network, and becomes a program in the root. */
const script = `set -e
root=$1 bundle=$2; shift 2
lay() { mkdir -p "$root$2"; mount --bind "$1" "$root$2"; mount -o remount,bind,ro "$root$2"; }
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
lay "$bundle" /opt/stackbench
while [ "$1" != -- ]; do lay "$1" "$1"; shift; done
shift
exec chroot "$root" "$@"`;

/** Runs `./bench` of a bundle in a root of its own, without network, as root of this machine. */
export function benchInRoot(
  { root, bundle, laidIn = [], env = {} }: InRoot,
  ...args: string[]
): Promise<Ended> {
  const variables = { PATH: '/usr/bin', HOME: '/home', TMPDIR: '/tmp', ...env };
  const inside = [
    'env',
    '-i',
    ...Object.entries(variables).map(([name, value]) => `${name}=${value}`),
  ];
  const command = ['sh', '-c', 'cd /home && exec /opt/stackbench/bench "$@"', 'bench', ...args];
  const isolated = [
    '--net',
    '--mount',
    '--pid',
    '--fork',
    '--kill-child',
    'sh',
    '-c',
    script,
    'sh',
  ];
  return run('unshare', [...isolated, root, bundle, ...laidIn, '--', ...inside, ...command], {
    cwd: '/',
  });
}
