import { copyFile, symlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder, writeText, writeTool } from '../../../workers/test/support/fake-tree.ts';
import { askTool } from '../../src/answers/ask-tool.ts';

// `date` stands for a compiler: a program whose answer tells whether it was asked.

describe.skipIf(process.platform !== 'linux')('askTool', () => {
  let folder = '';
  let tool = '';
  let env: Record<string, string> = {};
  const now = async (options: Partial<Parameters<typeof askTool>[2]> = {}, file = tool) => {
    const said = await askTool(file, ['+%N'], { timeoutMs: 10_000, env, ...options });
    expect(said).toMatchObject({ ok: true });
    return said.stdout;
  };

  beforeEach(async () => {
    folder = await temporaryFolder();
    tool = join(folder, 'date');
    await copyFile('/bin/date', tool);
    env = { STACKBENCH_CACHE: join(folder, 'cache'), PATH: '/bin' };
  });

  it('asks once, whatever a shell changes between', async () => {
    expect(await now()).toBe(await now({ env: { ...env, SHLVL: '3', _: '/bin/x' } }));
  });

  it('asks again with another variable, and when it is told to', async () => {
    const before = await now();
    expect(await now({ env: { ...env, PATH: '/usr/bin' } })).not.toBe(before);
    expect(await now({ anew: true })).not.toBe(before);
  });

  it('asks again when the tool or a file that it reads has changed', async () => {
    const profile = await writeText(join(folder, 'nvcc.profile'), 'TOP = ..');
    const before = await now({ reads: [profile] });
    expect(await now({ reads: [profile] })).toBe(before);
    await writeText(profile, 'TOP = ../..');
    const after = await now({ reads: [profile] });
    expect(after).not.toBe(before);
    await utimes(tool, new Date(), new Date(1_000_000));
    expect(await now({ reads: [profile] })).not.toBe(after);
  });

  it('asks a script, and a link to something else, every time', async () => {
    const script = await writeTool(join(folder, 'script'), 'exec /bin/date "$@"');
    expect(await now({}, script)).not.toBe(await now({}, script));
    const link = join(folder, 'g++');
    await symlink(tool, link);
    expect(await now({}, link)).not.toBe(await now({}, link));
  });

  it('keeps no failure', async () => {
    const missing = join(folder, 'missing');
    const args = ['--reference', missing];
    expect(await askTool(tool, args, { timeoutMs: 10_000, env })).toMatchObject({ ok: false });
    await writeText(missing);
    expect(await askTool(tool, args, { timeoutMs: 10_000, env })).toMatchObject({ ok: true });
  });
});
