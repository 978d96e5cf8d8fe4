import type { Command } from '../command.ts';

export const compareCommand: Command = {
  name: 'compare',
  summary: 'tell whether B is faster than A, by how much, and whether that is more than noise',
  operands: { usage: 'A B', most: 2 },
  details: [
    'A and B are two stacks of one run, each by its id, its setup, or a glob that fits no other; or two',
    'run files, which are compared stack by stack. A run is named by its file or its id. With',
    '--baseline only B is named, a run, which is the newest one unless you say otherwise.',
    'With nothing named, the two stacks that lead the run with the most rounds are compared.',
    'A is what B is measured against: ratios are times, B / A, so above 1 B is slower.',
    '',
    'Stacks of one run are paired round by round; what an A/A control finds a stack to differ from',
    'itself widens the margin. Launches of one run do not tell how much runs differ, so that of two',
    'runs ±2 % is allowed for each; name --baseline three times or more, and those runs tell. What',
    'differs in numerics, GPU or clock, is wrong or not verified, or sets hardware against software',
    'is left out, and the reason given.',
    '',
    'Exit codes: 0 nothing is slower, 1 a case or the whole is slower by more than the margin, or B',
    'fails a case that A does not, 2 bad usage, 3 nothing could be compared.',
  ],
  options: [
    {
      name: 'run',
      value: 'FILE',
      help: 'the run that has the stacks (default: the one with the most rounds)',
    },
    {
      name: 'baseline',
      value: 'NAME',
      repeatable: true,
      help: 'compare a run with the baseline of that name; repeatable',
    },
    { name: 'save-baseline', value: 'NAME', help: 'keep a run as a baseline, compare nothing' },
    { name: 'force', help: 'let --save-baseline replace a baseline' },
    {
      name: 'margin',
      value: 'PERCENT',
      help: 'the least difference that counts (default: 1)',
    },
    { name: 'facts', help: 'show every fact that differs, and all cases left out' },
    { name: 'json', help: 'print the comparison as one JSON document' },
    {
      name: 'results',
      value: 'DIR',
      help: 'the folder that holds runs/ and baselines/ (default: results)',
    },
  ],
  examples: [
    "pnpm bench compare 'webgpu:dawn/*' 'webgpu:chromium/*'",
    'pnpm bench compare torch-2.8-cu128 torch-2.15-cu132',
    'pnpm bench compare before.jsonl after.jsonl --margin 2',
    'pnpm bench compare --save-baseline main',
    'pnpm bench compare new.jsonl --baseline main',
  ],
  load: async () => (await import('./execute.ts')).executeCompareCommand,
};
