import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder, writeText } from '../../../workers/test/support/fake-tree.ts';
import { keepAnswers } from '../../src/answers/kept-answers.ts';

describe('keepAnswers', () => {
  it('keeps an answer under its key, on disk, until it is dropped', async () => {
    const folder = join(await temporaryFolder(), 'made');
    const answers = keepAnswers<{ version: string }>(folder, 'tool');
    expect(await answers.get(['nvcc', 1])).toBeNull();
    await answers.put(['nvcc', 1], { version: '13.0' });
    expect(await keepAnswers(folder, 'tool').get(['nvcc', 1])).toEqual({ version: '13.0' });
    expect(await answers.get(['nvcc', 2])).toBeNull();
    expect(await keepAnswers(folder, 'other').get(['nvcc', 1])).toBeNull();
    await answers.drop(['nvcc', 1]);
    expect(await answers.get(['nvcc', 1])).toBeNull();
  });

  it('gives none that is older than it may be', async () => {
    const folder = await temporaryFolder();
    await keepAnswers(folder, 'tool').put('key', 1);
    expect(await keepAnswers(folder, 'tool', { lifetimeMs: 60_000 }).get('key')).toBe(1);
    expect(await keepAnswers(folder, 'tool', { lifetimeMs: -1 }).get('key')).toBeNull();
  });

  it.each(['null', '{}', '[]', '{"answer":{"version":"12.0"}}', '{"hash":"a","answer":1}', '{'])(
    'gives none where its file says %s',
    async (text) => {
      const folder = await temporaryFolder();
      await keepAnswers(folder, 'tool').put('key', { version: '13.0' });
      await writeFile(join(folder, (await readdir(folder))[0]!), text);
      expect(await keepAnswers(folder, 'tool').get('key')).toBeNull();
    },
  );

  it('gives none of which something was changed', async () => {
    const folder = await temporaryFolder();
    await keepAnswers(folder, 'tool').put('key', { version: '13.0' });
    const file = join(folder, (await readdir(folder))[0]!);
    await writeFile(file, (await readFile(file, 'utf8')).replace('13.0', '12.0'));
    expect(await keepAnswers(folder, 'tool').get('key')).toBeNull();
  });

  it('goes on where nothing can be written', async () => {
    const file = await writeText(join(await temporaryFolder(), 'file'), '');
    const answers = keepAnswers(file, 'tool');
    await answers.put('key', 1);
    expect(await answers.get('key')).toBeNull();
  });
});
