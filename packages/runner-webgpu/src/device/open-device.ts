import { limitsOf } from './adapter-facts.ts';
import { DeviceFailure } from './failure.ts';

/** A device in use, and what became of it. */
export interface OpenDevice {
  adapter: GPUAdapter;
  device: GPUDevice;
  /** Why the device was lost; null while it works. */
  lost(): string | null;
  /** Rejects when the device is lost; never resolves. */
  whenLost: Promise<never>;
  /** Errors that no scope caught since the last call. */
  takeUncaught(): string[];
}

/** Features that kernels and measuring use, where the adapter has them. */
const wantedFeatures = [
  'timestamp-query',
  'shader-f16',
  'subgroups',
  'chromium-experimental-subgroup-matrix',
] as const;

/**
 * Opens the adapter with all its limits.
 * @throws DeviceFailure when there is no adapter, or it gives no device
 */
export async function openDevice(
  gpu: GPU | undefined,
  powerPreference: GPUPowerPreference,
): Promise<OpenDevice> {
  if (gpu === undefined) throw new DeviceFailure('unsupported', 'it has no WebGPU');
  const adapter = await gpu.requestAdapter({ powerPreference });
  if (adapter === null) {
    throw new DeviceFailure('unsupported', 'it offers no WebGPU adapter');
  }
  const device = await adapter.requestDevice({
    requiredFeatures: wantedFeatures.filter((feature) =>
      adapter.features.has(feature),
    ) as GPUFeatureName[],
    requiredLimits: limitsOf(adapter),
  });
  let lost: string | null = null;
  const whenLost = device.lost.then(({ reason, message }) => {
    lost = `The device was lost (${reason}): ${message}`;
    throw new Error(lost);
  });
  // Nobody may be waiting when it happens.
  whenLost.catch(() => {});
  const uncaught: string[] = [];
  device.addEventListener('uncapturederror', (event) => {
    event.preventDefault();
    uncaught.push(event.error.message);
  });
  return { adapter, device, whenLost, lost: () => lost, takeUncaught: () => uncaught.splice(0) };
}
