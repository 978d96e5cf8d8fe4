import { createHash } from 'node:crypto';
import { type Facts, facts, type Program, type ProgramPass } from '@stackbench/model';

/**
 * Names what a program measures on a stack: two that agree in it were built from the same sources, with
 * the same flags, by the same compilers, or are the same call of the same libraries. Where files lie and
 * how long they took to build is no part of it.
 */
export function digestProgram({ passes, ...program }: Program, stack: Facts): string {
  const built = passes.some(({ module }) => madeOf(module) === 'sources');
  const called = passes.some(({ module }) => madeOf(module) === 'calls');
  const tools = [...facts]
    .filter(([, { digested }]) => (digested === 'sources' ? built : digested === 'calls' && called))
    .map(([name]) => [name, stack[name] ?? null]);
  const identity = [program, passes.map(identify), tools];
  return createHash('sha256').update(canonical(identity)).digest('hex').slice(0, 16);
}

type Module = ProgramPass['module'];

function madeOf({ kind }: Module): 'sources' | 'calls' {
  return kind === 'source' || kind === 'binary' ? 'sources' : 'calls';
}

function identify({ module, ...pass }: ProgramPass): unknown {
  if (module.kind === 'source') {
    const { language, text, flags } = module;
    return [language, text, ...(flags === undefined ? [] : [flags]), pass];
  }
  if (module.kind === 'binary') return [module.recipe, pass];
  return [module, pass];
}

/** JSON that is the same for the same content, whatever the order of names; without the places of files. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (key, inner: unknown) => {
    if (key === 'file') return undefined;
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}
