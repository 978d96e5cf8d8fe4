import { setImmediate } from 'node:timers/promises';

const never = new Int32Array(new SharedArrayBuffer(4));

/** Dawn polls on every turn of Node's event loop, so a turn must be kept from coming. */
export async function rest(milliseconds: number): Promise<void> {
  Atomics.wait(never, 0, 0, milliseconds);
  await setImmediate();
}
