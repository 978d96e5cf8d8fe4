import { timeoutOptions } from '../../arguments/timeouts.ts';
import type { Command } from '../command.ts';

export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'show which driver, CUDA, cuDNN and Toolkit each stack really uses, and what is wrong',
  details: [
    'Imports the framework of every environment once, in a process of its own, and asks which file serves',
    'each library, whose it is and why the loader took it. What was proven is kept until something changes',
    'that it depends on. Needs neither GPU nor driver.',
    'Exit codes: 0 healthy, 1 findings of severity error, 2 bad usage.',
  ],
  options: [
    {
      name: 'env',
      value: 'GLOB',
      repeatable: true,
      help: 'only environments that fit, repeatable',
    },
    {
      name: 'fast',
      help: "import nothing: the loader's listing and static checks, marked ○ predicted",
    },
    { name: 'no-cache', help: 'prove everything anew' },
    {
      name: 'what-if',
      value: 'NAME',
      isOptional: true,
      repeatable: true,
      help: 'try in real processes what variables, caches, earlier imports do; NAME: only that',
    },
    {
      name: 'explain',
      help: 'how driver, CUDA, cuDNN and Toolkit relate, with the values of this machine',
    },
    { name: 'lang', value: 'LANG', help: 'language of --explain: en (the default) or zh' },
    {
      name: 'page',
      value: 'FOLDER',
      help: 'write the explanation there as pages, in every language',
    },
    ...timeoutOptions('discover', 'import'),
    { name: 'json', help: 'print one JSON document, described by schemas/doctor.schema.json' },
  ],
  examples: [
    'pnpm bench doctor',
    "pnpm bench doctor --env 'conda/*' --what-if",
    'pnpm bench doctor --what-if ld-library-path',
    'pnpm bench doctor --explain --lang zh',
  ],
  load: async () => (await import('./execute.ts')).executeDoctorCommand,
};
