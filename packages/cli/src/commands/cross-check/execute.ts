import { executeRun, planRun, selectStacks } from '@stackbench/engine';
import { loadCatalog } from '@stackbench/kernels';
import { BenchError, mostRounds, noCaseBudgetMs, type Outcome } from '@stackbench/model';
import {
  type OtherTimes,
  type Product,
  pytorchRunner,
  timeOtherwise,
} from '@stackbench/runner-pytorch';
import { escapeControl } from '@stackbench/report';
import { type FoundStack, type RunnableStack, timeLimitMs } from '@stackbench/workers';
import type { Given } from '../../arguments/option.ts';
import { readNumber } from '../../arguments/read-number.ts';
import { timeoutTunables } from '../../arguments/timeouts.ts';
import { discoverStacks } from '../../discover-stacks.ts';
import type { ExitCode } from '../../exit-codes.ts';
import { stoppable } from '../../interrupts.ts';
import { runnerEntries } from '../../runners.ts';
import type { Context } from '../command.ts';
import { exitCodeOf } from '../run/exit-code.ts';
import { createLocks } from '../run/locks.ts';
import { makeChecks, type Reference } from './checks.ts';
import { caseOf, chooseProducts } from './products.ts';
import { renderChecks } from './render-checks.ts';

/** Importing torch takes seconds, and each timer some more. */
const timersTimeoutMs = 600_000;

/** `pnpm bench cross-check` */
export async function executeCrossCheckCommand(given: Given, context: Context): Promise<ExitCode> {
  return stoppable((signal) => crossCheck(given, context, signal));
}

async function crossCheck(
  given: Given,
  { terminal }: Context,
  signal: AbortSignal,
): Promise<ExitCode> {
  const { out, err } = terminal;
  const timeoutMs = timeLimitMs('discover');
  const wanted = given.all('stack');
  const found = await discoverStacks(runnerEntries, { timeoutMs, signal, wanted });
  const stacks = chooseStacks(found, wanted);
  const sizes = given.all('size').map(readSize);
  const products = chooseProducts(sizes, stacks[0]!.stack.software);
  const locks = createLocks({ wait: false, signal, onWait: () => {} });
  try {
    await locks.take(stacks.map(({ stack }) => stack));
    const rounds = readNumber(given, 'rounds', { least: 1, most: mostRounds, whole: true }) ?? 3;
    const plan = planRun({
      catalog: await loadCatalog(),
      stacks,
      suite: 'quick',
      cases: products.map(caseOf),
      stackGlobs: stacks.map(({ stack }) => stack.id),
      rounds: 1,
      control: false,
      tunables: { ...timeoutTunables(), caseBudgetMs: noCaseBudgetMs },
    });
    const say = (text: string) => err.write(`${text}\n`);
    const references = [await askOthers(stacks, products, { say, signal })];
    const outcomes: Outcome[] = [];
    // By turns, as clocks and other programs come and go.
    for (let round = 1; round <= rounds && !signal.aborted; round++) {
      say(`Round ${round} of ${rounds}`);
      outcomes.push(...(await executeRun(plan, { signal })));
      references.push(await askOthers(stacks, products, { say, signal }));
    }
    for (const each of outcomes) {
      if (each.status !== 'ok') say(escapeControl(`${each.stack}  ${each.case}: ${each.reason}`));
    }
    const checks = makeChecks(outcomes, references.flat());
    if (checks.length > 0) out.write(renderChecks(checks));
    return exitCodeOf(outcomes, signal.aborted);
  } finally {
    locks.release();
  }
}

/**
 * Stacks with a library, of one kind of device, one of them with timers of others.
 * @throws BenchError where there is none
 */
function chooseStacks(found: readonly FoundStack[], globs: readonly string[]): RunnableStack[] {
  const able = selectStacks(found, globs).filter(
    ({ stack }) => stack.computes?.includes('library') === true,
  );
  const chosen = able.filter(({ stack }) => stack.software === able[0]?.stack.software);
  if (chosen.some(hasTimers)) return chosen;
  throw new BenchError('No PyTorch stack is among these, whose timers could be asked', {
    fix: "Name one: --stack 'pytorch:*'. `pnpm bench env create torch-2.8-cu128` makes an environment.",
  });
}

function hasTimers({ stack }: RunnableStack): boolean {
  return stack.kind === pytorchRunner.kind;
}

function readSize(text: string): number {
  const size = Number(text);
  if (Number.isInteger(size) && size >= 1 && size <= 65_536) return size;
  throw new BenchError(`--size cannot be '${text}'`, {
    fix: 'Give a whole number from 1 to 65536.',
  });
}

async function askOthers(
  stacks: readonly RunnableStack[],
  products: readonly Product[],
  { say, signal }: { say: (text: string) => void; signal: AbortSignal },
): Promise<Reference[]> {
  const references: Reference[] = [];
  // One after the other: each computes.
  for (const { stack, driver } of stacks.filter(hasTimers)) {
    say(`${stack.id}, timers of others`);
    const said = await timeOtherwise(driver.command, products, {
      timeoutMs: timersTimeoutMs,
      signal,
    });
    const tell = (at: number): OtherTimes =>
      said.ok ? said.times[at]! : { 'timers of others': { absent: said.reason } };
    references.push({
      stack: stack.id,
      times: new Map(products.map((product, at) => [caseOf(product), tell(at)])),
    });
  }
  return references;
}
