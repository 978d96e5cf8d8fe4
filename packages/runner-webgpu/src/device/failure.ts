import type { Failure } from '@stackbench/model';

/** A request that failed in a way the protocol has a word for. */
export class DeviceFailure extends Error {
  readonly status: Failure['status'];

  constructor(status: Failure['status'], message: string) {
    super(message);
    this.name = 'DeviceFailure';
    this.status = status;
  }
}

/** What Dawn and wgpu say when a number is beyond what the device allows. */
const limitWords =
  /limit|exceeds? (the )?max|(larger|greater) than the max|must be less (than )?or equal/i;
const memoryWords = /out[ _-]?of[ _-]?(host|device)?[ _-]?memory|not enough memory/i;

/** The status that fits a device's message, or `otherwise` where it names no known cause. */
export function classifyMessage(message: string, otherwise: Failure['status']): Failure['status'] {
  if (memoryWords.test(message)) return 'out-of-memory';
  return limitWords.test(message) ? 'unsupported' : otherwise;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
