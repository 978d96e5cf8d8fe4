import { planRun } from '@stackbench/engine';
import { loadCatalog } from '@stackbench/kernels';
import { createWebgpuRunner } from '@stackbench/runner-webgpu';
import { describeWorker } from '@stackbench/workers';
import { describe, expect, test } from 'vitest';
import { skipped, software } from '../../runner-webgpu/test/support/software.ts';
import { peers, withPeers } from '../src/peer-runner.ts';

test('a twin is started as dawn.node is, by a loader too', async () => {
  const before = ['--library-path', '/mesa/lib', '/node'];
  const command = {
    file: '/mesa/ld.so',
    args: [...before, '/worker/dawn.ts', '--expect=llvmpipe'],
    replies: 'fd3',
  } as const;
  const stack = {
    id: 'webgpu:dawn/llvmpipe',
    kind: 'webgpu',
    software: true,
    native: false,
    available: true,
    facts: {},
  };
  const found = await withPeers({
    kind: 'webgpu',
    discover: async () => [
      { stack, driver: { command, program: async () => ({ unsupported: 'no' }) } },
    ],
  }).discover({ timeoutMs: 1000 });
  expect(found.map(({ stack: { id } }) => id)).toEqual([
    stack.id,
    ...peers.map(({ name }) => `webgpu:${name}/llvmpipe`),
  ]);
  const twin = found[1]!.driver!.command;
  expect(twin.file).toBe(command.file);
  expect(twin.args.slice(0, 3)).toEqual(before);
  expect(twin.args[3]).toMatch(/tfjs-worker\.ts$/);
});

describe.skipIf(!software.ok)(`twins of dawn.node${skipped}`, () => {
  test('have a control that is started as they are', async () => {
    // dawn.node without the system's adapters.
    const env = { ...process.env, VK_DRIVER_FILES: '', PATH: '' };
    const stacks = await withPeers(createWebgpuRunner({ env })).discover({ timeoutMs: 20_000 });
    // Mesa's may lie unpacked beside it.
    const id = 'webgpu:tfjs/swiftshader';
    const { stacks: planned } = planRun({
      catalog: await loadCatalog(),
      stacks,
      suite: 'quick',
      stackGlobs: [id],
      rounds: 3,
      control: true,
    });
    expect(planned.map(({ stack }) => stack.id)).toEqual([id, `${id}#control`]);
    const described = await describeWorker(planned[1]!.driver.command, { timeoutMs: 30_000 });
    expect(described).toMatchObject({
      ok: true,
      description: { facts: { implementation: 'tfjs' } },
    });
  });
});
