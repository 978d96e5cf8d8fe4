// @module-tag machine
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { provideBundled } from '../../src/discover/bundled.ts';
import { skipped, software } from '../support/software.ts';

describe.skipIf(!software.ok)(`the bundled Chromium${skipped}`, () => {
  let cache: string;
  beforeAll(async () => {
    cache = await mkdtemp(join(tmpdir(), 'stackbench cache-'));
  });
  afterAll(() => rm(cache, { recursive: true, force: true }));

  test('is unpacked once by two processes at a time, and anew when it is damaged', async () => {
    const module = JSON.stringify(join(import.meta.dirname, '../../src/discover/bundled.ts'));
    const script = `const { provideBundled } = await import(${module});
console.log(JSON.stringify(await provideBundled(process.env)));`;
    const run = () =>
      promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
        env: { ...process.env, STACKBENCH_CACHE: undefined, XDG_CACHE_HOME: cache },
      });
    const results = await Promise.all([run(), run()]);
    const [first, second] = results.map(({ stdout }) => JSON.parse(stdout) as unknown);
    expect(first).toMatchObject({ ok: true });
    expect(second).toEqual(first);
    expect(await readdir(join(cache, 'stackbench'))).toHaveLength(1);
    const { files } = first as { files: { chromium: string; swiftshader: string } };
    expect((await stat(files.chromium)).mode & 0o111).not.toBe(0);
    expect((await stat(files.swiftshader)).size).toBeGreaterThan(50);

    // A copy that was cut off, as by a full disk.
    const { size } = await stat(files.chromium);
    await truncate(files.chromium, 1000);
    await truncate(files.swiftshader);
    expect(JSON.parse((await run()).stdout)).toEqual(first);
    expect((await stat(files.chromium)).size).toBe(size);
    expect(await readdir(join(cache, 'stackbench'))).toHaveLength(1);
  });

  test('says what to do when the cache cannot be written', async () => {
    const file = join(cache, 'a-file');
    await writeFile(file, '');
    expect(await provideBundled({ XDG_CACHE_HOME: file })).toMatchObject({
      ok: false,
      reason: expect.stringContaining('cannot be unpacked') as string,
      fix: expect.stringContaining('STACKBENCH_CACHE') as string,
    });
  });
});
