import { BenchError, InterruptedError } from '@stackbench/model';
import { createPaint, escapeControl } from '@stackbench/report';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Output } from './terminal.ts';

/** Says what went wrong and what to do; what is not a BenchError is a bug and shown with its stack. */
export function reportError(error: unknown, output: Output): ExitCode {
  const paint = createPaint(output.color);
  if (error instanceof BenchError) {
    output.write(`${paint('bad', 'stackbench:')} ${printable(error.message)}\n`);
    if (error.fix !== undefined) output.write(`  fix: ${printable(error.fix)}\n`);
    return error instanceof InterruptedError ? exitCodes.interrupted : exitCodes.badUsage;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  output.write(`${paint('bad', 'stackbench:')} this is a bug in stackbench\n${printable(stack)}\n`);
  output.write('  fix: Please report it with the lines above and the command you ran.\n');
  return exitCodes.bug;
}

function printable(text: string): string {
  return text.split('\n').map(escapeControl).join('\n');
}
