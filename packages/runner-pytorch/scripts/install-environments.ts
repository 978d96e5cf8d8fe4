// Makes Python environments that hold PyTorch, to test with and to try stackbench in: without root
// and without conda, from packages of PyPI, in stackbench's cache.
//
//     node scripts/install-environments.ts [NAME …]      default: all of them
//
// An environment is made in its place, as it holds its own path, and is marked as complete at the
// end: an interrupted one is made again.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process, { stderr, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { cacheFolder } from '@stackbench/stacks';
import { describeTorch } from './install/describe-torch.ts';
import { installOnce } from './install/install-once.ts';
import { makeConda } from './install/make-conda.ts';
import { makeVenv } from './install/make-venv.ts';

interface Recipe {
  summary: string;
  /** In `environments/`, in the format of the tool that reads it. */
  setup: string;
  make(prefix: string, setup: string): Promise<void>;
}

const recipes: Readonly<Record<string, Recipe>> = {
  'venv-torch': {
    summary: "a venv of uv with PyPI's PyTorch (5.5 GB)",
    setup: 'venv-torch.txt',
    make: makeVenv,
  },
  'conda-torch': {
    summary: 'a conda environment whose PyTorch and CUDA libraries are conda packages (3.5 GB)',
    setup: 'conda-torch.yml',
    make: (prefix, setup) => makeConda(prefix, setup, { withTorch: true }),
  },
  'conda-pip': {
    summary: "a conda environment with PyPI's PyTorch (5.5 GB)",
    setup: 'conda-pip.yml',
    make: (prefix, setup) => makeConda(prefix, setup, { withTorch: false }),
  },
};

const names = Object.keys(recipes);
const usage = `Usage: pnpm --filter @stackbench/runner-pytorch run install-environments [NAME …]

Makes Python environments with PyTorch in ${join(cacheFolder(), 'environments')}.
Without a name all of them, one after the other:

${Object.entries(recipes)
  .map(([name, { summary }]) => `  ${name.padEnd(13)}${summary}`)
  .join('\n')}

One that is complete is left as it is: delete its folder to have it made again. Environments from
the same packages share them by hard links with uv's cache, where that is on the same file system.
STACKBENCH_CACHE moves the environments.
`;

try {
  await main();
} catch (error) {
  stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { help: { type: 'boolean', short: 'h', default: false } },
    allowPositionals: true,
  });
  if (values.help) {
    stdout.write(usage);
    return;
  }
  const chosen = positionals.length === 0 ? names : positionals;
  const unknown = chosen.find((name) => recipes[name] === undefined);
  if (unknown !== undefined) {
    throw new Error(`There is no environment '${unknown}' to install: try ${names.join(', ')}.`);
  }
  for (const name of chosen) {
    const recipe = recipes[name];
    if (recipe !== undefined) await install(name, recipe);
  }
}

async function install(name: string, recipe: Recipe): Promise<void> {
  const prefix = join(cacheFolder(), 'environments', name);
  const setup = join(import.meta.dirname, 'environments', recipe.setup);
  const startedAt = performance.now();
  let torch = '';
  const isNew = await installOnce(prefix, await readFile(setup, 'utf8'), async () => {
    stdout.write(`${name}: being made in ${prefix}\n`);
    await recipe.make(prefix, setup);
    torch = await describeTorch(prefix);
  });
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  stdout.write(
    isNew ? `${name}: complete in ${seconds} s, with ${torch}\n` : `${name}: is there already\n`,
  );
}
