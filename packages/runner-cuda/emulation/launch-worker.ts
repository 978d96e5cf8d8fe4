// Builds the emulation's worker, unless it is there, and becomes it: the process that the engine starts.
//
//     node launch-worker.ts <cache> <order> <watch> <architecture>
import { spawn } from 'node:child_process';
import process from 'node:process';
import { buildEnvironment } from '../src/build/build-environment.ts';
import { buildWorker, workerArguments } from './build-worker.ts';
import { findHostCompiler } from './host-compiler.ts';
import { type Watch, watches } from './watch.ts';

const [cache = '', order = '', watch = 'none', architecture = ''] = process.argv.slice(2);
const compiler = await findHostCompiler(10_000);
if ('missing' in compiler) throw new Error(compiler.missing);
const worker = await buildWorker(compiler, watch as Watch, cache);
const replies = process.env['STACKBENCH_REPLY_FD'] === undefined ? [] : (['inherit'] as const);
const args = workerArguments(worker, compiler, order, architecture);
const child = spawn(worker.file, args, {
  stdio: ['inherit', 'inherit', 'inherit', ...replies],
  env: { ...buildEnvironment(process.env), ...watches[watch as Watch].env },
});
// How it ends is how this ends.
child.on('exit', (code, signal) => {
  if (signal !== null) process.kill(process.pid, signal);
  else process.exitCode = code ?? 1;
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
