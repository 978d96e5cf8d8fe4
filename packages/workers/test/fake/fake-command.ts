import { join } from 'node:path';
import type { WorkerCommand } from '../../src/index.ts';
import type { FakeKernel } from './behaviour.ts';

/** How the FAKE worker describes itself, or fails to. */
export interface FakeDescription {
  facts?: Readonly<Record<string, string | number>>;
  fault?: FakeKernel['fault'];
  quantumNs?: number;
  isHost?: boolean;
}

/** How to start the FAKE worker. */
export function fakeCommand(
  describe: FakeDescription = {},
  replies: WorkerCommand['replies'] = 'stdout',
): WorkerCommand {
  return {
    file: process.execPath,
    args: [join(import.meta.dirname, 'fake-worker.ts')],
    env: { STACKBENCH_FAKE: JSON.stringify(describe) },
    replies,
  };
}
