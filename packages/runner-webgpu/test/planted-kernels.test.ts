// @module-tag machine
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { caseFromId, executeRun } from '@stackbench/engine';
import { loadCatalog } from '@stackbench/kernels';
import { defaultTunables, type Outcome } from '@stackbench/model';
import { kernelsRoot } from '@stackbench/programs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildProgram } from '../src/build-program.ts';
import { dawnCommand, skipped, software } from './support/software.ts';
import { startClient } from './support/worker-client.ts';

/** Real kernels with a fault planted, run by the engine on the bundled software adapter. */
describe.skipIf(!software.ok)(`kernels that are wrong only later${skipped}`, () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stackbench-planted-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function runPlanted(
    id: string,
    source: string,
    [before, after]: readonly [string, string],
  ): Promise<Outcome | undefined> {
    const root = await mkdtemp(join(folder, 'kernels-'));
    await cp(kernelsRoot, root, {
      recursive: true,
      filter: (name) => !name.includes('node_modules') && !name.endsWith('.ts'),
    });
    const file = join(root, source);
    const text = await readFile(file, 'utf8');
    expect(text).toContain(before);
    await writeFile(file, text.replace(before, after));
    const worker = await startClient(dawnCommand());
    const { facts } = (await worker.must({ do: 'describe' })) as { facts: Record<string, never> };
    await worker.end();
    const stack = {
      id: 'webgpu:test/planted',
      kind: 'webgpu',
      software: true,
      native: false,
      available: true,
      facts,
    };
    const driver = {
      command: dawnCommand(),
      program: (request: Parameters<typeof buildProgram>[2]) => buildProgram(root, stack, request),
    };
    const [outcome] = await executeRun({
      suite: 'test',
      cases: [caseFromId(await loadCatalog(), id)],
      stacks: [{ stack, driver }],
      rounds: 1,
      tunables: { ...defaultTunables, minDeviceMs: 20, maxDeviceMs: 300, caseBudgetMs: 1e6 },
    });
    return outcome;
  }

  const naive = 'gemm/naive/kernel.wgsl';
  const gemm = 'gemm/naive:m=61,n=67,k=33;f32';
  const at = 'row * params.n + column';
  const sum = '  var sum = 0f;';
  const store = `  c[${at}] = real(sum);`;

  test.each([
    ['skips what is computed already', [sum, `  if (c[${at}] == c[${at}]) { return; }\n${sum}`]],
    [
      'adds to what the output holds',
      [store, `  let held = c[${at}];\n  c[${at}] = real(select(sum, sum + held, held == held));`],
    ],
    [
      'writes one element past the end',
      [store, `${store}\n  if (row == 0 && column == 0) { c[params.m * params.n] = real(1); }`],
    ],
  ] as const)('a product that %s', async (_, change) => {
    const outcome = await runPlanted(gemm, naive, change);
    expect(outcome?.status).toBe('wrong-result');
  });

  test('a convolution that keeps patches which are there already', async () => {
    const outcome = await runPlanted(
      'conv2d/im2col-register-block-8x8:n=1,c=3,h=9,w=8,k=5,r=3,s=3,pad=1;f32',
      'conv2d/im2col/patches.wgsl',
      [
        '  var pixel = index',
        '  if (all(patches[index] == patches[index])) { return; }\n  var pixel = index',
      ],
    );
    expect(outcome?.status).toBe('wrong-result');
  });

  test('none, where nothing is planted', async () => {
    const outcome = await runPlanted(gemm, naive, [sum, sum]);
    expect(outcome).toMatchObject({ status: 'ok', timedBy: 'device' });
  });
});
