import { writeFile } from 'node:fs/promises';
import { type Environment, runTool, type ToolOptions } from '@stackbench/workers';
import { findExecutable } from '../find-executable.ts';

/**
 * Writes a loader's cache that holds these folders besides the system's own, without touching the system's.
 * Returns why that cannot be done, or null.
 */
export async function writeLoaderCache(
  file: string,
  folders: readonly string[],
  env: Environment,
  options: Pick<ToolOptions, 'timeoutMs' | 'signal'>,
): Promise<string | null> {
  const ldconfig = findExecutable(['ldconfig'], env, ['/sbin', '/usr/sbin']);
  if (ldconfig === null) return 'there is no ldconfig';
  const configuration = `${file}.conf`;
  await writeFile(configuration, `${folders.join('\n')}\ninclude /etc/ld.so.conf\n`);
  const said = await runTool(ldconfig, ['-X', '-f', configuration, '-C', file], {
    ...options,
    env,
  });
  return said.ok ? null : `ldconfig ${said.reason}`;
}
