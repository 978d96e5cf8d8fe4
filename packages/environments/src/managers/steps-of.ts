import { dirname } from 'node:path';
import type { Job } from './manager.ts';
import { runStep, type Step } from './run-step.ts';

/** Has a tool do a part of a job; see {@link Step}. */
export type RunFor = (
  job: Job,
  purpose: string,
  args: readonly string[],
  more?: Pick<Step, 'onLine' | 'input'>,
) => Promise<{ stdout: string; stderr: string }>;

/**
 * Steps of jobs that one tool does.
 * @param first arguments that come before those of each step
 */
export function stepsOf(file: string, first: readonly string[] = []): RunFor {
  return (job, purpose, args, more) =>
    runStep({
      purpose,
      file,
      args: [...first, ...args],
      env: job.env,
      signal: job.signal,
      folder: job.folder,
      // Where tools look for their own configuration, uv.toml and [tool.uv] for two.
      cwd: dirname(job.setup.file),
      downloads: true,
      ...more,
    });
}
