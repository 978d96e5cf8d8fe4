import type { Outcome } from '@stackbench/model';
import type { EmulationOptions } from '../../emulation/emulated-runner.ts';
import { emulate } from './emulation.ts';

/** The orders that an emulated device has: of its threads, copies and products. */
export const orders = ['forward', 'reverse', 'shuffled'] as const;

/** The outcomes of the cases that are given for each order. One after the other: the kernels are compiled once. */
export async function emulateInOrders(
  options: EmulationOptions,
  idsOf: (order: (typeof orders)[number]) => readonly string[],
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const order of orders)
    outcomes.push(...(await emulate({ ...options, order }, idsOf(order))));
  return outcomes;
}
