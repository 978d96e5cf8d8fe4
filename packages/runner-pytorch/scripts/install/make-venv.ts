import { join } from 'node:path';
import { installRequirements, makeEmptyVenv, provideUv } from './tools.ts';

/** Makes a venv with the packages of a requirements file. */
export async function makeVenv(prefix: string, setup: string): Promise<void> {
  const uv = await provideUv();
  await makeEmptyVenv(uv, prefix);
  await installRequirements(uv, join(prefix, 'bin', 'python'), setup);
}
