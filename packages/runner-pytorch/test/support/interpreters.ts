import process from 'node:process';
import { environmentPlaces, findEnvironments } from '@stackbench/stacks';
import { probeInterpreter } from '../../src/discover/probe.ts';

export interface Interpreter {
  /** `3.8` */
  version: string;
  python: string;
}

/** One Python of each version on this machine, oldest first, with or without torch. */
export async function findInterpreters(): Promise<Interpreter[]> {
  const found = new Map<string, string>();
  for (const { interpreter: python } of findEnvironments(environmentPlaces())) {
    if (python === null) continue;
    const told = await probeInterpreter(python, process.env, { timeoutMs: 30_000 });
    const [version] = told.ok ? (/^\d+\.\d+/.exec(told.probe.pythonVersion) ?? []) : [];
    if (version !== undefined && !found.has(version)) found.set(version, python);
  }
  return [...found]
    .map(([version, python]) => ({ version, python }))
    .toSorted((a, b) => a.version.localeCompare(b.version, 'en', { numeric: true }));
}
