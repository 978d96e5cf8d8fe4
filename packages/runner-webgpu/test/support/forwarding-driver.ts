import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runTool, type WorkerCommand } from '@stackbench/workers';
import { software } from './software.ts';

const source = join(import.meta.dirname, '../forwarding-driver/driver.cpp');

/** Faults that the forwarding driver plants: its variables. */
export type DriverFaults = Partial<
  Record<'FORWARD_PERIOD' | 'FORWARD_NO_BEGIN' | 'FORWARD_NO_DISPATCH', string>
>;

/** Builds the driver in `folder`; a reason where there is no compiler for it. */
export async function buildForwardingDriver(folder: string): Promise<string | null> {
  const library = join(folder, 'libforward.so');
  const args = [
    '-std=c++17',
    '-O1',
    '-shared',
    '-fPIC',
    '-fvisibility=hidden',
    source,
    '-o',
    library,
  ];
  const built = await runTool('g++', [...args, '-ldl'], { timeoutMs: 60_000 });
  if (!built.ok) return `the forwarding driver needs g++: ${built.reason}`;
  const manifest = {
    file_format_version: '1.0.0',
    ICD: { library_path: library, api_version: '1.1.0' },
  };
  await writeFile(manifestIn(folder), JSON.stringify(manifest));
  return null;
}

function manifestIn(folder: string): string {
  return join(folder, 'forward_icd.json');
}

/** `command`, which is bound to the bundled adapter, on the driver in `folder` that forwards to it. */
export function throughDriver(
  command: WorkerCommand,
  folder: string,
  faults: DriverFaults,
): WorkerCommand {
  if (!software.ok) throw new Error(software.reason);
  const forwardTo = join(dirname(software.files.swiftshader), 'libvk_swiftshader.so');
  return {
    ...command,
    env: { ...command.env, VK_DRIVER_FILES: manifestIn(folder), FORWARD_TO: forwardTo, ...faults },
  };
}
