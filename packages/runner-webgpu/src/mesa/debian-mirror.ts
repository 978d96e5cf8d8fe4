import { BenchError } from '@stackbench/model';

/** Names a mirror of Debian's archive, where apt knows of none. */
export const mirrorVariable = 'STACKBENCH_DEBIAN_MIRROR';

/** Has `apt-get` tell of each archive that it reads: its address, and whose it says that it is. */
export const listArchives = [
  'indextargets',
  '--format',
  '$(REPO_URI) $(ORIGIN)',
  'Created-By: Packages',
];

/**
 * The mirror of Debian that this system uses itself, so that what its owner chose holds here, too.
 * @param archives what `apt-get` says to {@link listArchives}; before its first update no origins
 * @throws BenchError where apt reads none
 */
export function chooseMirror(archives: string): string {
  for (const line of archives.split('\n')) {
    const [address, origin] = line.split(' ');
    // Updates for security lie in an archive of their own, which has nothing else.
    if (address === undefined || address === '' || address.includes('security')) continue;
    if (origin === undefined || origin === '' || origin === 'Debian') return address;
  }
  throw new BenchError('apt of this system reads no archive of Debian', {
    fix: `Name a mirror of it: ${mirrorVariable}=ADDRESS, as a line of sources.list has it.`,
  });
}
