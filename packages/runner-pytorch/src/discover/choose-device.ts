import { existsSync } from 'node:fs';
import type { DeviceState } from '@stackbench/stacks';
import type { Environment } from '@stackbench/workers';
import type { FoundTorch } from './probe.ts';

/** Devices that the worker knows. Another kind of accelerator is a line here and a class there. */
export type TorchDevice = 'cuda' | 'cpu';

export interface DeviceChoice {
  device: TorchDevice;
  /** Why it is the CPU; null for an accelerator. */
  reason: string | null;
}

/** The best device that torch will find here, as far as can be told without importing it. */
export function chooseDevice(
  { cuda, hip }: Pick<FoundTorch, 'cuda' | 'hip'>,
  { driverVersion, problem }: DeviceState,
  env: Environment,
): DeviceChoice {
  if (hip != null) {
    // torch calls AMD's GPUs cuda, too.
    return existsSync('/dev/kfd')
      ? { device: 'cuda', reason: null }
      : { device: 'cpu', reason: 'this torch is built for ROCm, and no AMD GPU is there' };
  }
  if (cuda == null) return { device: 'cpu', reason: 'this torch is built without CUDA' };
  const visible = env['CUDA_VISIBLE_DEVICES'];
  const isHidden = visible !== undefined && (visible === '' || visible.startsWith('-'));
  if (driverVersion !== null && !isHidden) return { device: 'cuda', reason: null };
  return { device: 'cpu', reason: problem?.reason ?? 'no GPU is there' };
}
