import { join } from 'node:path';
import process from 'node:process';
import { ownFolderOf } from '../create/places.ts';
import { runStep } from '../managers/run-step.ts';
import type { Setup } from '../setup/setup.ts';
import { examine } from '../create/state.ts';
import { chooseSetups } from './choose-setups.ts';
import { installSetup, type Say } from './install-setup.ts';
import { withChannel } from './with-channel.ts';

/**
 * Makes the environments that tests use, from the setups in a folder; conda's from a channel that is built for them.
 * @param names of setups; none: all of them
 */
export async function installEnvironments(
  folder: string,
  names: readonly string[],
  say: Say,
): Promise<void> {
  for (const setup of await chooseSetups(folder, names)) await install(setup, say);
}

async function install(setup: Setup, say: Say): Promise<void> {
  const { env } = process;
  const state = examine(join(ownFolderOf(env), setup.name));
  const isThere = state.is === 'complete' && state.record.setupDigest === setup.digest;
  const record =
    setup.format === 'conda' && !isThere
      ? await withChannel(setup, env, (led) => installSetup(setup, led, say))
      : await installSetup(setup, env, say);
  if (record === null) return;
  const python = join(ownFolderOf(env), setup.name, record.prefix, 'bin', 'python');
  say(`${setup.name}: ${await describeTorch(python)}`);
}

const program = `
import torch
assert (torch.ones(2, 2) @ torch.ones(2, 2)).sum().item() == 8
print(f"PyTorch {torch.__version__} for CUDA {torch.version.cuda}")
`;

/** Lets the PyTorch of an environment compute something, and returns what it is. */
async function describeTorch(python: string): Promise<string> {
  const { stdout } = await runStep({
    purpose: `use the PyTorch of ${python}`,
    file: python,
    args: ['-I', '-c', program],
    env: process.env,
    signal: undefined,
  });
  return stdout.trim();
}
