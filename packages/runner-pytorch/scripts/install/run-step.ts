import process from 'node:process';
import { runTool } from '@stackbench/workers';

/** Gigabytes may have to come over a slow line. */
const stepTimeoutMs = 3_600_000;

/** These would let one Python use the packages or libraries of another. */
const foreign = new Set([
  'PYTHONPATH',
  'PYTHONHOME',
  'VIRTUAL_ENV',
  'CONDA_PREFIX',
  'LD_LIBRARY_PATH',
]);

const signsOfNoNetwork =
  /dns error|failed to lookup address|error sending request|connection refused|network is unreachable|name resolution|NewConnectionError|timed out/i;

/** Runs one step to its end and returns what it printed; throws what it said when it failed. */
export async function runStep(
  purpose: string,
  file: string,
  args: readonly string[],
): Promise<string> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !foreign.has(name)),
  );
  const result = await runTool(file, args, { timeoutMs: stepTimeoutMs, env });
  if (result.ok) return result.stdout;
  const hint = signsOfNoNetwork.test(result.stderr)
    ? '\nPyPI cannot be reached: run this again with a network.'
    : '';
  throw new Error(
    `Cannot ${purpose}: ${file} ${result.reason}.\n${result.stderr.trim() || result.stdout.trim()}${hint}`,
  );
}
