import { type PythonEnvironment, shortenHome } from '@stackbench/stacks';

type NamedEnvironment = Pick<PythonEnvironment, 'kind' | 'name' | 'prefix' | 'interpreter'> & {
  /** What leads to a torch that is not its own. */
  broughtBy?: string | undefined;
};

/**
 * The id of each environment's stack, in the same order: `pytorch:conda/ml`, `pytorch:system`. Where
 * two would have the same, each gets its folder: `pytorch:venv/.venv@~/one/.venv`. One that gets its torch from
 * somewhere else says by what: `pytorch:venv/.venv+PYTHONPATH`.
 */
export function nameStacks(environments: readonly NamedEnvironment[]): string[] {
  const short = environments.map(({ kind, name, broughtBy }) => {
    const own = kind === 'system' ? 'pytorch:system' : `pytorch:${kind}/${escapeName(name)}`;
    return broughtBy === undefined ? own : `${own}+${broughtBy}`;
  });
  return short.map((id, at) => {
    if (short.indexOf(id) === short.lastIndexOf(id)) return id;
    const { kind, prefix, interpreter } = environments[at]!;
    const place = kind === 'system' ? (interpreter ?? prefix) : prefix;
    return `${id}@${escapeName(shortenHome(place))}`;
  });
}

/**
 * A file's name as part of an id: what no terminal shows (control and format characters) and what ids
 * use themselves (`@`, `#`, `%`) as the percent codes of their UTF-8.
 */
function escapeName(name: string): string {
  return name.replaceAll(/[\p{C}\p{Zl}\p{Zp}@#%]/gu, (character) =>
    [...new TextEncoder().encode(character)]
      .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  );
}
