import { timeoutOptions } from '../../arguments/timeouts.ts';
import type { Command } from '../command.ts';

export const listCommand: Command = {
  name: 'list',
  summary: 'show the stacks found, the suites and their cases, how many setups there are',
  details: [
    'A stack that is there but cannot run is listed with its reason and what to do.',
    'Of Python environments that others can change nothing is executed, unless they are active or on PATH,',
    'or STACKBENCH_TRUST names their folders (FOLDER:FOLDER).',
  ],
  options: [
    { name: 'suite', value: 'NAME', help: 'only this suite, with its cases' },
    { name: 'stack', value: 'GLOB', repeatable: true, help: 'only stacks that fit, repeatable' },
    {
      name: 'case',
      value: 'GLOB',
      repeatable: true,
      help: 'only cases that fit, or of a problem of your own, repeatable',
    },
    ...timeoutOptions('discover'),
    { name: 'json', help: 'print one JSON document, with all facts and case ids' },
  ],
  examples: ['pnpm bench list', 'pnpm bench list --suite quick', 'pnpm bench list --json'],
  load: async () => (await import('./execute.ts')).executeListCommand,
};
