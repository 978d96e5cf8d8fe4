import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoaderReason, TracingFailure } from '@stackbench/model';
import {
  type AbsentPart,
  findAbsentParts,
  parseLdDebug,
  resolveLinks,
  withoutOverriding,
} from '@stackbench/stacks';
import {
  makeTemporaryFolder,
  type Environment,
  runTool,
  type ToolOptions,
  type ToolResult,
  adviseLonger,
  timeLimitMs,
} from '@stackbench/workers';
import { interpreterVariables } from '../interpreter-variables.ts';
import { parseTraceLines, type TraceLine } from './trace-lines.ts';

/** What is traced: a framework, imported in an activated environment. */
export interface TraceRequest {
  interpreter: string;
  /** Whole and activated. */
  env: Environment;
  /** `torch` */
  framework: string;
  /** Libraries to load before the framework, by path. */
  first?: readonly string[];
  /** A file that stands for /etc/ld.so.cache in this process alone. */
  loaderCache?: string;
}

/** What one process has proven of its libraries. */
export interface Trace {
  lines: readonly TraceLine[];
  /** Why the loader took each file that it searched for, by real path; empty where it does not tell. */
  reasons: Readonly<Record<string, LoaderReason>>;
  failure: TracingFailure | null;
  /** Parts that its cuDNN names and did not bring. */
  absentParts: readonly AbsentPart[];
  /** The trace was cut off from outside: trying again may tell more. */
  isCutOff: boolean;
}

const worker = join(import.meta.dirname, '../../worker');

/** Imports a framework in a process of its own and has it tell which files serve it. Never rejects. */
export async function runTrace(
  { interpreter, env, framework, first = [], loaderCache }: TraceRequest,
  { signal }: Pick<ToolOptions, 'signal'>,
): Promise<Trace> {
  const folder = makeTemporaryFolder();
  try {
    const log = join(folder, 'loader');
    const args = [
      '-B',
      worker,
      '--trace',
      framework,
      ...first.flatMap((file) => ['--first', file]),
      ...(loaderCache === undefined ? [] : ['--loader-cache', loaderCache]),
    ];
    const result = await runTool(interpreter, args, {
      timeoutMs: timeLimitMs('import'),
      signal,
      env: {
        ...interpreterVariables(env),
        ...withoutOverriding,
        LD_DEBUG: 'libs',
        LD_DEBUG_OUTPUT: log,
      },
    });
    const lines = parseTraceLines(result.stdout);
    const pid = find(lines, 'interpreter')?.pid;
    const said = await readFile(`${log}.${pid}`, 'latin1').catch(() => '');
    const isCutOff = !result.ok && /interrupted|did not answer/.test(result.reason);
    return {
      lines,
      reasons: reasonsIn(said),
      failure: failureIn(lines, result),
      absentParts: absentIn(lines),
      isCutOff,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function absentIn(lines: readonly TraceLine[]): AbsentPart[] {
  return lines.flatMap((line) =>
    line.fact === 'library' && line.name === 'cudnn' && line.how !== 'static'
      ? findAbsentParts(line.file)
      : [],
  );
}

/** The first line of a kind. */
export function find<F extends TraceLine['fact']>(
  lines: readonly TraceLine[],
  fact: F,
): Extract<TraceLine, { fact: F }> | undefined {
  return lines.find((line): line is Extract<TraceLine, { fact: F }> => line.fact === fact);
}

/** The first search that found a file is why it was loaded; later ones find it loaded. */
function reasonsIn(log: string): Record<string, LoaderReason> {
  const reasons: Record<string, LoaderReason> = {};
  for (const { file, reason } of parseLdDebug(log, existsSync)) {
    reasons[resolveLinks(file)] ??= reason;
  }
  return reasons;
}

function failureIn(lines: readonly TraceLine[], result: ToolResult): TracingFailure | null {
  const imported = find(lines, 'import');
  if (imported?.error != null) {
    return { step: `import ${imported.module}`, message: imported.error, isCrash: false };
  }
  const first = lines.find((line) => line.fact === 'first' && line.error !== null);
  if (first?.fact === 'first') {
    return { step: `load ${first.file}`, message: first.error ?? '', isCrash: false };
  }
  if (result.ok && lines.at(-1)?.fact === 'end') return null;
  const announced = lines.findLast((line) => line.fact === 'about');
  const said = result.stderr.trim().split('\n').at(-1) ?? '';
  const ending = result.ok ? 'ended early' : result.reason;
  const advice = !result.ok && result.timedOut === true ? `. ${adviseLonger('import')}` : '';
  return {
    step: announced?.fact === 'about' ? announced.step : 'start Python',
    message: `the process ${ending}${said === '' ? '' : `: ${said.slice(0, 400)}`}${advice}`,
    isCrash: true,
  };
}
