// What stackbench uses and Node 22 lacks. The npm package, which runs on it, takes these in the place of the globals
// of their names; a checkout brings a Node that has them.
import { Float16Array as Substitute } from '@petamoriken/float16';
import escapeStringRegexp from 'escape-string-regexp';

/** Node 24 has it. */
export const Float16Array: Float16ArrayConstructor =
  (globalThis as Partial<typeof globalThis>).Float16Array ?? Substitute;

/** Node 24 has `RegExp.escape`. */
export const escapeRegExp: (text: string) => string = escapeStringRegexp;
