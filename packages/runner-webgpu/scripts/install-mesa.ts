// Unpacks Mesa's software adapter into the cache: node scripts/install-mesa.ts [bookworm] [sid]
import process, { argv, stderr, stdout } from 'node:process';
import { BenchError } from '@stackbench/model';
import { installMesa } from '../src/mesa/install-mesa.ts';

try {
  await installMesa(argv.slice(2), process.env, (line) => stdout.write(`${line}\n`));
} catch (error) {
  if (!(error instanceof BenchError)) throw error;
  stderr.write(`${error.message}\n${error.fix ?? ''}\n`);
  process.exitCode = 2;
}
