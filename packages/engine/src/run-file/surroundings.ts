import { hostname } from 'node:os';
import process from 'node:process';
import { homeFolder, userName } from '@stackbench/stacks';
import type { Surroundings } from '@stackbench/privacy';

/** Who runs this, where, and what is set: what neither a run file nor a page may tell. */
export function currentSurroundings(): Surroundings {
  return { home: homeFolder(), user: userName(), host: hostname(), environment: process.env };
}
