import type { Command } from '../command.ts';

export const publishCommand: Command = {
  name: 'publish',
  summary: 'write README.md, index.html, results.csv and results.json from the run files',
  details: [
    'Reads every run file below results/runs/, of this machine or others, and writes the tables',
    'beside that folder. Text around the markers of README.md is kept. What is no run file is named',
    'and left out. Nothing is written when a marker is broken, or when the files, or the run files',
    'that they link to, would show a user, a host, a home folder or a value of the environment.',
  ],
  options: [
    {
      name: 'results',
      value: 'DIR',
      help: 'the folder that holds runs/ (default: where runs are written)',
    },
    {
      name: 'allow',
      value: 'TEXT',
      repeatable: true,
      help: 'publish this text although it looks private, repeatable',
    },
  ],
  examples: ['pnpm bench publish', 'pnpm bench publish --results ../our-results'],
  load: async () => (await import('./execute.ts')).executePublishCommand,
};
