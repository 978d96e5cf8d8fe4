import { basename, join } from 'node:path';
import type { DriverLayer } from '@stackbench/model';
import { entries } from '../folders.ts';
import { readText } from '../read-text.ts';

const nvidia = '0x10de';
/** PCI classes: display controllers, and the bridges that NVSwitches are. */
const [display, bridge] = [/^0x03/, /^0x0680/];

/** What of NVIDIA's is built into this machine, whatever drives it (Linux). */
export function readHardware(
  root: string,
): Pick<DriverLayer, 'hardware' | 'fabricManager' | 'isWsl'> {
  const devices = entries(join(root, 'sys/bus/pci/devices'))
    .filter((folder) => readText(join(folder, 'vendor'))?.trim() === nvidia)
    .map((folder) => ({
      name: `${basename(folder)} 10de:${readText(join(folder, 'device'))?.trim().slice(2) ?? '?'}`,
      type: readText(join(folder, 'class'))?.trim() ?? '',
    }));
  const hasSwitches = devices.some(({ type }) => bridge.test(type));
  return {
    hardware: devices.filter(({ type }) => display.test(type)).map(({ name }) => name),
    fabricManager: hasSwitches ? (runs(root, 'nv-fabricmanager') ? 'running' : 'absent') : null,
    isWsl: /microsoft/i.test(readText(join(root, 'proc/version')) ?? ''),
  };
}

/** The kernel keeps 15 characters of a process's name. */
function runs(root: string, name: string): boolean {
  return entries(join(root, 'proc'), /^\d+$/).some(
    (folder) => readText(join(folder, 'comm'))?.trim() === name.slice(0, 15),
  );
}
