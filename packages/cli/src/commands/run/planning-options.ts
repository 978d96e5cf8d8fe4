import type { Option } from '../../arguments/option.ts';
import { timeoutOptions } from '../../arguments/timeouts.ts';

/** What decides what is measured, and how. */
export const planningOptions: readonly Option[] = [
  { name: 'suite', value: 'NAME', help: 'the cases to run (default: quick)' },
  {
    name: 'stack',
    value: 'GLOB',
    repeatable: true,
    help: 'only stacks that fit, repeatable',
  },
  {
    name: 'setup',
    value: 'A,B',
    repeatable: true,
    help: 'only what these setups make; what is missing is made',
  },
  {
    name: 'case',
    value: 'GLOB',
    repeatable: true,
    help: 'only cases that fit, or of a problem of your own, repeatable',
  },
  { name: 'rounds', value: 'N', help: 'launch every stack N times (default: 1)' },
  { name: 'control', help: 'launch a stack twice a round, as an A/A control' },
  { name: 'no-control', help: 'launch none twice' },
  { name: 'case-budget', value: 'SECONDS', help: 'skip cases predicted to take longer' },
  { name: 'force', help: 'skip none' },
  ...timeoutOptions('discover', 'start', 'build', 'sample'),
  { name: 'seed', value: 'N', help: 'seed of inputs' },
  { name: 'order-seed', value: 'N', help: 'seed of the order of stacks (default: a new one)' },
];
