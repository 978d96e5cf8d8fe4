import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runTool } from '@stackbench/workers';
import { venv } from './environments.ts';

const packages = 'lib/python3.11/site-packages';

/** A real venv, made by the Python of the environment with PyTorch's wheels; without packages. */
export async function makeVenv(prefix: string, ...options: string[]): Promise<string> {
  const args = ['-m', 'venv', '--without-pip', ...options, '--', prefix];
  const made = await runTool(venv.python, args, { timeoutMs: 30_000 });
  if (!made.ok) throw new Error(`${made.reason}: ${made.stderr}`);
  return join(prefix, packages);
}

/** The same, with the packages of the environment with PyTorch's wheels: links to them, as in uv's mode. */
export async function makeTorchVenv(prefix: string): Promise<string> {
  const site = await makeVenv(prefix);
  const source = join(venv.prefix, packages);
  await Promise.all(
    (await readdir(source)).map((name) => symlink(join(source, name), join(site, name))),
  );
  return site;
}

/** A package `torch` of these files instead of the real one. */
export async function writeTorch(
  site: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  await mkdir(join(site, 'torch'), { recursive: true });
  for (const [name, text] of Object.entries(files))
    await writeFile(join(site, 'torch', name), text);
}
