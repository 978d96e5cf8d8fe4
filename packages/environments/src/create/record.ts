import { randomUUID } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ownMarker, type OwnRecord } from '@stackbench/stacks';

/** Writes the record of an environment, whole or not at all. */
export async function writeRecord(folder: string, record: OwnRecord): Promise<void> {
  const beside = join(folder, `.${randomUUID()}`);
  await writeFile(beside, `${JSON.stringify(record, null, 2)}\n`, { flush: true });
  await rename(beside, join(folder, ownMarker));
}
