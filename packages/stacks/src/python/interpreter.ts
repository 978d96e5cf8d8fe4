import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { isExecutable } from '../folders.ts';

/** Below a prefix, the likeliest first. On Windows conda's stands at the top. */
const places =
  process.platform === 'win32'
    ? ['python.exe', 'Scripts/python.exe', 'bin/python.exe']
    : ['bin/python', 'bin/python3'];

/** The interpreter of an environment, links unresolved, as they tell it where it is; null without one. */
export function findInterpreter(prefix: string): string | null {
  return places.map((place) => join(prefix, place)).find(isExecutable) ?? null;
}

/** Whether there is an interpreter, be it a link to nowhere. */
export function hasInterpreter(prefix: string): boolean {
  return places.some((place) => {
    try {
      lstatSync(join(prefix, place));
      return true;
    } catch {
      return false;
    }
  });
}
