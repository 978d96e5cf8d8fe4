// A Slurm of 4 nodes on this machine, as the tests have it, for as long as a shell runs that is led to it:
//   pnpm --filter @stackbench/fleet start-slurm
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process, { stderr } from 'node:process';
import { startSlurm, whyNoSlurm } from '../test/support/slurm.ts';

const problem = whyNoSlurm();
if (problem === null) {
  const slurm = await startSlurm();
  try {
    stderr.write(`Slurm with nodes ${slurm.nodes.join(', ')}; 'exit' ends it.\n`);
    const [file = process.env['SHELL'] ?? '/bin/sh', ...args] = process.argv.slice(2);
    const shell = spawn(file, args, { env: { ...process.env, ...slurm.env }, stdio: 'inherit' });
    // They are the shell's.
    process.on('SIGINT', () => {});
    process.on('SIGTERM', () => shell.kill('SIGTERM'));
    [process.exitCode] = (await once(shell, 'exit')) as [number | undefined];
  } finally {
    await slurm.stop();
  }
} else {
  stderr.write(`No Slurm can be started: ${problem}\n`);
  process.exitCode = 1;
}
