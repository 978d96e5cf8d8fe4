import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readElf } from '../../src/loader/elf.ts';
import { compileLibrary, whyNoCompiler } from '../support/compile-library.ts';

const folder = mkdtempSync(join(tmpdir(), 'stackbench-elf-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('readElf', () => {
  it.skipIf(whyNoCompiler !== null)('tells RPATH from RUNPATH, and what is needed', () => {
    const first = compileLibrary(join(folder, 'libfirst.so.1'), { soname: 'libfirst.so.1' });
    const old = compileLibrary(join(folder, 'libold.so'), {
      rpath: '$ORIGIN/../lib:/opt/old',
      links: [first],
    });
    const current = compileLibrary(join(folder, 'libnew.so'), { runpath: '$ORIGIN' });
    expect(readElf(first)).toMatchObject({ soname: 'libfirst.so.1', rpath: [], runpath: [] });
    expect(readElf(old)).toMatchObject({ rpath: ['$ORIGIN/../lib', '/opt/old'], runpath: [] });
    expect(readElf(old)?.needed).toContain('libfirst.so.1');
    expect(readElf(current)).toMatchObject({ rpath: [], runpath: ['$ORIGIN'] });
  });

  it.skipIf(process.platform !== 'linux')('names the loader of a program', () => {
    expect(readElf(process.execPath)?.interpreter).toMatch(/^\/lib.*ld-/);
  });

  it('is null for what is no such file', () => {
    const text = join(folder, 'text');
    writeFileSync(text, 'INPUT(-lcudart)');
    const cut = join(folder, 'cut');
    writeFileSync(cut, Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]));
    expect([text, cut, join(folder, 'absent')].map(readElf)).toEqual([null, null, null]);
  });
});
