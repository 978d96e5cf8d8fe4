import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mesaCandidates } from '../../src/discover/mesa-candidates.ts';
import { findMesaRoots } from '../../src/mesa/mesa-root.ts';

describe.skipIf(process.platform !== 'linux' || process.arch !== 'x64')(
  'an unpacked Mesa (skipped elsewhere than on Linux x64)',
  () => {
    let cache: string;
    const env = () => ({ STACKBENCH_CACHE: cache });
    beforeAll(async () => {
      cache = await mkdtemp(join(tmpdir(), 'stackbench-mesa-'));
      for (const file of [
        'mesa-25.0.7/lvp_icd.json',
        'mesa-25.0.7/lib64/ld-linux-x86-64.so.2',
        'mesa-26.2.6/lvp_icd.json',
        'mesa-26.2.6/usr/lib64/ld-linux-x86-64.so.2',
        'mesa-27.0.0/half-unpacked',
        'mesa.Xq1/lvp_icd.json',
      ]) {
        await mkdir(dirname(join(cache, file)), { recursive: true });
        await writeFile(join(cache, file), '');
      }
    });
    afterAll(() => rm(cache, { recursive: true }));

    test('is found in the cache once it is whole', () => {
      expect(findMesaRoots(env()).map(({ name }) => name)).toEqual(['mesa-25.0.7', 'mesa-26.2.6']);
      expect(findMesaRoots({ STACKBENCH_CACHE: join(cache, 'absent') })).toEqual([]);
    });

    test('has dawn.node started by its own loader, bound to its own driver', () => {
      const [older, newer] = mesaCandidates(env());
      expect([older!.suffix, newer!.suffix]).toEqual(['mesa-25.0.7', 'mesa-26.2.6']);
      const command = newer!.command({ expectedAdapter: 'llvmpipe' });
      const root = join(cache, 'mesa-26.2.6');
      expect(command).toMatchObject({
        file: join(root, 'usr/lib64/ld-linux-x86-64.so.2'),
        env: { VK_DRIVER_FILES: join(root, 'lvp_icd.json') },
      });
      const [option, libraries, node] = command.args;
      expect([option, node]).toEqual(['--library-path', process.execPath]);
      expect(libraries).toContain(join(root, 'usr/lib/x86_64-linux-gnu'));
      expect(older!.command({ expectedAdapter: null }).file).toBe(
        join(cache, 'mesa-25.0.7/lib64/ld-linux-x86-64.so.2'),
      );
    });
  },
);
