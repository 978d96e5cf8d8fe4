// @module-tag machine
import { caseFromId, executeRun } from '@stackbench/engine';
import { loadCatalog } from '@stackbench/kernels';
import { defaultTunables } from '@stackbench/model';
import { createWebgpuRunner } from '@stackbench/runner-webgpu';
import { describe, expect, test } from 'vitest';
import { skipped, software } from '../../runner-webgpu/test/support/software.ts';
import { peers, withPeers } from '../src/peer-runner.ts';

describe.skipIf(!software.ok)(`peers on the bundled software adapter${skipped}`, () => {
  test.for(peers)('$title computes what is verified, case after case', async ({ name }) => {
    // dawn.node without the system's adapters.
    const env = { ...process.env, VK_DRIVER_FILES: '', PATH: '' };
    const found = await withPeers(createWebgpuRunner({ env })).discover({ timeoutMs: 60_000 });
    const { stack, driver } = found.find(
      ({ stack: { id } }) => id === `webgpu:${name}/swiftshader`,
    )!;
    const catalog = await loadCatalog();
    const outcomes = await executeRun({
      suite: 'test',
      cases: [
        'gemm/library:m=9,n=7,k=5;f32',
        // Nothing that two axes have in common: what is exchanged shows.
        'conv2d/library:n=2,c=3,h=9,w=8,k=5,r=3,s=2,stride=2x1,pad=0x1;f32',
      ].map((id) => caseFromId(catalog, id)),
      stacks: [{ stack, driver: driver! }],
      rounds: 1,
      tunables: { ...defaultTunables, minDeviceMs: 20, maxDeviceMs: 300, caseBudgetMs: 1e6 },
    });
    expect(outcomes).toMatchObject([{ status: 'ok' }, { status: 'ok' }]);
  });
});
