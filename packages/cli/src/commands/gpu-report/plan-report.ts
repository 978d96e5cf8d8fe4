import { join } from 'node:path';
import type { Catalog } from '@stackbench/kernels';
import type { Stack } from '@stackbench/model';

/** A command with its arguments, as they could be typed. */
export interface ReportStep {
  title: string;
  command: 'doctor' | 'run' | 'cross-check' | 'publish';
  args: readonly string[];
  /** What it prints is kept here. */
  kept?: string;
}

export interface ReportWishes {
  /** Absolute. */
  folder: string;
  stacks: readonly Stack[];
  suites: readonly string[];
  cases: readonly string[];
  rounds: number;
}

/**
 * The commands that make a report, in their order.
 * @param isThere whether a run file is there already, of a report that was cut off
 */
export function planReport(
  catalog: Catalog,
  { folder, stacks, suites, cases, rounds }: ReportWishes,
  isThere: (file: string) => boolean,
): ReportStep[] {
  const run = (file: string, args: readonly string[]): Pick<ReportStep, 'command' | 'args'> => ({
    command: 'run',
    args: isThere(file) ? ['--resume', file] : [...args, '--out', file],
  });
  const forCuda = stacks.filter(({ computes }) => computes?.includes('cu') === true);
  const verification = {
    title: 'Verify every CUDA kernel where kernels go wrong',
    ...run(join(folder, 'verification', 'edges.jsonl'), [
      ...repeat('--stack', idsOf(forCuda)),
      ...repeat('--case', cases.length === 0 ? edgeCases(catalog) : cases),
    ]),
  };
  const measurements = suites.map((suite) => ({
    title: `Measure the suite ${suite}`,
    ...run(join(folder, 'runs', `${suite}.jsonl`), [
      '--suite',
      suite,
      '--rounds',
      String(rounds),
      ...repeat('--stack', idsOf(stacks)),
      ...repeat('--case', cases),
    ]),
  }));
  const withLibrary = stacks.filter(({ computes }) => computes?.includes('library') === true);
  const crossCheck = {
    title: 'Hold the times of libraries against those of torch’s and triton’s own timers',
    command: 'cross-check' as const,
    args: ['--rounds', String(rounds), ...repeat('--stack', idsOf(withLibrary))],
    kept: join(folder, 'cross-check.txt'),
  };
  return [
    {
      title: 'Say which libraries serve each stack',
      command: 'doctor',
      args: [],
      kept: join(folder, 'doctor.txt'),
    },
    ...(forCuda.length === 0 ? [] : [verification]),
    ...measurements,
    ...(withLibrary.some(({ kind }) => kind === 'pytorch') ? [crossCheck] : []),
    { title: 'Publish', command: 'publish', args: ['--results', folder] },
  ];
}

/** Each edge problem of each operation, in every data type that a CUDA kernel of it has, for all its variants. */
function edgeCases({ operations }: Catalog): string[] {
  return [...operations.values()].flatMap(({ operation, variants }) => {
    const dataTypes = new Set(variants.flatMap((variant) => variant.dataTypes.cu ?? []));
    return operation.edgeProblems.flatMap((problem) =>
      [...dataTypes].map((dataType) => `${operation.name}/*:${problem};${dataType}`),
    );
  });
}

function idsOf(stacks: readonly Stack[]): string[] {
  return stacks.map(({ id }) => id);
}

function repeat(option: string, values: readonly string[]): string[] {
  return values.flatMap((value) => [option, value]);
}
