import type { ShardPlan } from '@stackbench/engine';
import { type Matrix, readFact, type Shard } from '@stackbench/model';
import { count, escapeControl, hang } from '@stackbench/report';
import type { Environment } from '@stackbench/workers';
import type { Output } from '../../terminal/terminal.ts';

/** What a node is about to measure, on what, and what of the plan it lacks. */
export function describeShard(
  { shards }: Matrix,
  shard: Shard,
  { plan, absent }: ShardPlan,
  { CUDA_VISIBLE_DEVICES }: Environment,
  err: Output,
): string {
  const { cases, stacks, rounds } = plan;
  const present = stacks.filter(({ stack }) => stack.available);
  const devices = present.flatMap(({ stack: { facts } }) => {
    const name = readFact(facts, 'gpu') ?? readFact(facts, 'device');
    return name === undefined ? [] : [name];
  });
  const given =
    CUDA_VISIBLE_DEVICES === undefined ? '' : ` (CUDA_VISIBLE_DEVICES=${CUDA_VISIBLE_DEVICES})`;
  const on = [...new Set(devices)].join(', ') || 'no device that is named';
  return [
    `Shard ${shard.index} of ${shards.length}: ${count(cases.length, 'case')} × ${count(stacks.length, 'stack')} × ${count(rounds, 'round')} on ${on}${given}`,
    ...absent.map(({ reason }) => `${reason}.`),
  ]
    .flatMap((line) => hang('', escapeControl(line), err.width()))
    .map((line) => `${line}\n`)
    .join('');
}
