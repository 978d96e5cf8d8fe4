import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { renderSchemas } from '../src/json/schemas.ts';

const folder = join(import.meta.dirname, '../../../schemas');

test('schemas/ is what the code says: pnpm schemas writes it anew', () => {
  const kept = new Map(
    globSync('*', { cwd: folder }).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
  expect(kept).toEqual(renderSchemas());
});
