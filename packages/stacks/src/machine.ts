import { readFile } from 'node:fs/promises';
import { arch, cpus, platform, release, totalmem, version } from 'node:os';
import { join } from 'node:path';
import type { Machine } from '@stackbench/model';

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
    nvidiaDriver: await readNvidiaDriver(root),
  };
}

/** `Debian GNU/Linux 12 (bookworm), kernel 6.1.0`; elsewhere what the system calls itself. */
async function describeSystem(root: string): Promise<string> {
  if (platform() !== 'linux') return `${version()} ${release()}`;
  const osRelease = (await readText(root, 'etc/os-release')) ?? '';
  const [, name = 'Linux'] = /^PRETTY_NAME="?([^"\n]+)"?$/m.exec(osRelease) ?? [];
  return `${name}, kernel ${release()}`;
}

/** The version of the loaded NVIDIA kernel driver, `580.65.06`; null without one. */
async function readNvidiaDriver(root: string): Promise<string | null> {
  const module = await readText(root, 'sys/module/nvidia/version');
  if (module !== null) return module.trim();
  const report = (await readText(root, 'proc/driver/nvidia/version')) ?? '';
  const [, driver = null] = /Kernel Module\b.*?\s(\d+(?:\.\d+)+)\s/.exec(report) ?? [];
  return driver;
}

async function readText(root: string, path: string): Promise<string | null> {
  try {
    return await readFile(join(root, path), 'utf8');
  } catch {
    return null;
  }
}
