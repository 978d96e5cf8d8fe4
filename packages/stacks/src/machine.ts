import { readFile } from 'node:fs/promises';
import { arch, cpus, platform, release, totalmem, version } from 'node:os';
import { join } from 'node:path';
import type { Machine } from '@stackbench/model';
import { readNvidiaDriver } from './nvidia/driver.ts';

/**
 * What a run file may tell of the machine it was made on: no host, user or folder names.
 * @param root where system files are read, for tests
 */
export async function describeMachine(root = '/'): Promise<Machine> {
  const processors = cpus();
  return {
    platform: platform(),
    arch: arch(),
    osVersion: await describeSystem(root),
    cpu: processors[0]?.model.trim() || 'unknown',
    cpuCount: Math.max(1, processors.length),
    memoryBytes: totalmem(),
    nvidiaDriver: readNvidiaDriver(root),
  };
}

/** `Debian GNU/Linux 12 (bookworm), kernel 6.1.0`; elsewhere what the system calls itself. */
async function describeSystem(root: string): Promise<string> {
  if (platform() !== 'linux') return `${version()} ${release()}`;
  const osRelease = await readFile(join(root, 'etc/os-release'), 'utf8').catch(() => '');
  const [, name = 'Linux'] = /^PRETTY_NAME="?([^"\n]+)"?$/m.exec(osRelease) ?? [];
  return `${name}, kernel ${release()}`;
}
