import { delimiter } from 'node:path';
import process from 'node:process';
import type { Environment } from '@stackbench/workers';

/** The folders of PATH, in order. */
export function searchPath(env: Environment): string[] {
  return (env[pathVariable(env)] ?? '').split(delimiter).filter((folder) => folder !== '');
}

/** What PATH is called in `env`: on Windows often `Path`, and a copy of its variables knows one spelling. */
export function pathVariable(env: Environment): string {
  if (process.platform !== 'win32' || env['PATH'] !== undefined) return 'PATH';
  return Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
}
