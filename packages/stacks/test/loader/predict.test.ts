import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { predictLibraries } from '../../src/loader/predict.ts';
import { compileLibrary, whyNoCompiler } from '../support/compile-library.ts';

const folder = mkdtempSync(join(tmpdir(), 'stackbench-predict-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(whyNoCompiler !== null)('predictLibraries', () => {
  const own = join(folder, 'own/libmaths.so.1');
  const other = join(folder, 'other/libmaths.so.1');
  beforeAll(() => {
    for (const file of [own, other]) compileLibrary(file, { soname: 'libmaths.so.1' });
    compileLibrary(join(folder, 'old.so'), { links: [own], rpath: '$ORIGIN/own' });
    compileLibrary(join(folder, 'new.so'), { links: [own], runpath: '$ORIGIN/own' });
  });

  async function predict(name: string, LD_LIBRARY_PATH?: string) {
    const env = { PATH: process.env['PATH'], ...(LD_LIBRARY_PATH && { LD_LIBRARY_PATH }) };
    const file = join(folder, name);
    const choices = await predictLibraries(file, process.execPath, env, { timeoutMs: 10_000 });
    return choices.find(({ library }) => library === 'libmaths.so.1');
  }

  it('finds by RPATH, which no variable comes before', async () => {
    const found = await predict('old.so', join(folder, 'other'));
    expect(found).toMatchObject({
      file: own,
      reason: { kind: 'rpath', from: join(folder, 'old.so') },
    });
  });

  it('finds by RUNPATH what no variable finds before it', async () => {
    expect(await predict('new.so')).toMatchObject({ file: own, reason: { kind: 'runpath' } });
    expect(await predict('new.so', join(folder, 'other'))).toMatchObject({
      file: other,
      reason: { kind: 'ld-library-path', from: join(folder, 'other') },
    });
  });

  it('says nothing where there is no loader to ask', async () => {
    const options = { timeoutMs: 10_000 };
    expect(await predictLibraries(join(folder, 'new.so'), '/etc/passwd', {}, options)).toEqual([]);
  });
});
