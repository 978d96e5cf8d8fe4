// Writes schemas/ anew: pnpm schemas.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderSchemas } from '../src/json/schemas.ts';

const folder = join(import.meta.dirname, '../../../schemas');
await rm(folder, { recursive: true, force: true });
await mkdir(folder);
for (const [name, text] of renderSchemas()) await writeFile(join(folder, name), text);
