import { classifyMessage, DeviceFailure } from './failure.ts';

const filters: readonly GPUErrorFilter[] = ['validation', 'out-of-memory', 'internal'];

/**
 * Does `work` and turns every error that the device reports for it into a failure. What the work
 * itself found out comes first: it knows more.
 * @throws DeviceFailure
 */
export async function withErrorScopes<T>(device: GPUDevice, work: () => Promise<T>): Promise<T> {
  for (const filter of filters) device.pushErrorScope(filter);
  const attempt = await settle(work());
  const errors = await Promise.all(filters.map(() => popErrorScope(device)));
  if (!attempt.ok && attempt.error instanceof DeviceFailure) throw attempt.error;
  const failure = errors.find((error) => error !== null);
  if (failure !== undefined) throw failure;
  if (!attempt.ok) throw attempt.error;
  return attempt.value;
}

type Settled<T> = { ok: true; value: T } | { ok: false; error: unknown };

async function settle<T>(promise: Promise<T>): Promise<Settled<T>> {
  try {
    return { ok: true, value: await promise };
  } catch (error) {
    return { ok: false, error };
  }
}

async function popErrorScope(device: GPUDevice): Promise<DeviceFailure | null> {
  let error: GPUError | null;
  try {
    error = await device.popErrorScope();
  } catch {
    // A lost device has no scopes left; the loss is reported by itself.
    return null;
  }
  if (error === null) return null;
  const isOutOfMemory = error.constructor.name === 'GPUOutOfMemoryError';
  return isOutOfMemory
    ? new DeviceFailure('out-of-memory', `The device has not enough memory: ${error.message}`)
    : new DeviceFailure(classifyMessage(error.message, 'crash'), error.message);
}
