import process from 'node:process';
import { type Device, gpuDevice, ownCpu } from '@stackbench/engine';
import { defaultTunables, type Tunables } from '@stackbench/model';
import { inspectDevice } from '@stackbench/stacks';

/** The devices that stacks of this process will most likely compute on: its processors, and the GPU that it is given. */
export async function findOwnDevices(tunables: Partial<Tunables>): Promise<Device[]> {
  const { discoverTimeoutMs: timeoutMs } = { ...defaultTunables, ...tunables };
  const { identity = {} } = await inspectDevice({ env: process.env, timeoutMs });
  return [ownCpu(), gpuDevice(identity)];
}
