import { timeoutOptions } from '../../arguments/timeouts.ts';
import type { Command } from '../command.ts';

export const envCommand: Command = {
  name: 'env',
  summary: 'make environments and toolkits from setups, list them, remove them',
  operands: { usage: 'create NAME… | list | remove NAME…', most: Number.POSITIVE_INFINITY },
  details: [
    'A setup is a file in environments/ that its own tools read: requirements for uv and pip, an',
    'environment.yml for conda, mamba and micromamba, a pixi.toml. NAME is its name, or a path to one.',
    'The first tool found that reads it makes it: uv, or venv with pip; mamba, micromamba, conda, or the',
    'built-in py-rattler; pixi. Their own configuration holds: indexes, mirrors, proxies, offline.',
    '',
    "Environments lie in stackbench's cache, where STACKBENCH_CACHE moves it, and are found from there",
    'once they are complete. What was resolved is kept beside each, and its digest in run files.',
  ],
  options: [
    { name: 'all', help: 'create every setup that fits this machine' },
    {
      name: 'with',
      value: 'TOOL',
      help: 'make it with uv, pip, conda, mamba, micromamba, pixi, rattler',
    },
    { name: 'locked', help: 'repeat exactly what was resolved before' },
    { name: 'force', help: 'create what this machine cannot run, or has no room for' },
    { name: 'dry-run', help: 'show what it would take' },
    { name: 'yes', short: 'y', help: 'remove without asking' },
    ...timeoutOptions('discover', 'install'),
    { name: 'json', help: 'list as one JSON document' },
  ],
  examples: [
    'pnpm bench env list',
    'pnpm bench env create torch-2.8-cu128 cuda-13.0',
    'pnpm bench --setup torch-2.8-cu128,torch-2.15-cu132',
    'pnpm bench env remove torch-2.8-cu128',
  ],
  load: async () => (await import('./execute.ts')).executeEnvCommand,
};
