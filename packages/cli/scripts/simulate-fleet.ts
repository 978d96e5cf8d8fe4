/**
 * A fleet that was never there, to see what the size of it costs: plans a matrix, makes up the files of its shards, gathers
 * and publishes them, each in a process of its own; prints processor time, memory and bytes of each step.
 * node packages/cli/scripts/simulate-fleet.ts [shards] [stacks] [outcomes] [rounds]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulateFleet } from '../test/fleet/simulate-fleet.ts';

const [shards = 10_000, stacks = 64, outcomes = 1_000_000, rounds = 1] = process.argv
  .slice(2)
  .map(Number);
const folder = mkdtempSync(join(tmpdir(), 'stackbench-fleet-'));
try {
  for await (const step of simulateFleet({ folder, shards, stacks, outcomes, rounds })) {
    process.stdout.write(`${JSON.stringify(step)}\n`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
