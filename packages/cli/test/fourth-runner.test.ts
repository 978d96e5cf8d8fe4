import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHeader, createRunFile, executeRun, planRun, readRunFile } from '@stackbench/engine';
import { digestRun, renderPublication, renderRun } from '@stackbench/report';
import { describeMachine } from '@stackbench/stacks';
import type { Runner } from '@stackbench/workers';
import { expect, onTestFinished, test } from 'vitest';
import { fakeCatalog, fakeDriver, fakeStack } from '../../engine/test/fake/fake-stack.ts';
import { discoverStacks } from '../src/discover-stacks.ts';
import { runnerEntries } from '../src/runners.ts';

/** A FAKE fourth runner, of a kind that nothing else knows of. */
const kernels = { naive: { flopsPerNs: 2 }, tiled: { flopsPerNs: 4 } };
const fourth: Runner = {
  kind: 'sycl',
  discover: async () => [
    {
      stack: { ...fakeStack, id: 'sycl:oneapi/2026.1', kind: 'sycl', native: true },
      driver: fakeDriver(kernels),
    },
  ],
};

test('a runner of a new kind is one entry: found, planned, run, kept, read, shown', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stackbench-fourth-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const broken = { load: () => Promise.reject(new Error('not asked here')) };
  const entries = [
    ...runnerEntries.map(({ kind }) => ({ kind, ...broken })),
    { kind: 'sycl', load: () => Promise.resolve(fourth) },
  ];
  const stacks = await discoverStacks(entries, { timeoutMs: 1000 });
  const plan = planRun({
    catalog: fakeCatalog(kernels),
    stacks,
    suite: 'tiny',
    stackGlobs: ['sycl:*'],
    rounds: 1,
    tunables: { minDeviceMs: 1, maxDeviceMs: 5 },
  });
  const header = createHeader(plan, {
    argv: [],
    startedAt: new Date(),
    commit: null,
    dirty: null,
    version: '0.0.0',
    machine: await describeMachine(),
  });
  const file = await createRunFile(join(folder, 'runs', 'run.jsonl'), header);
  for (const outcome of await executeRun(plan)) await file.append(outcome);
  file.finish(new Date());
  file.close();
  const run = await readRunFile(file.path);
  expect(run.outcomes.map(({ status }) => status)).toEqual(['ok', 'ok', 'ok']);
  const publication = renderPublication({
    digests: [digestRun('runs/run.jsonl', run)],
    readme: null,
    client: { script: '', style: '' },
    surroundings: { home: '/root', user: 'nobody', host: 'nowhere', environment: {} },
    allowed: new Set(),
  });
  expect(String(Buffer.concat([...publication.get('results.csv')!]))).toContain(
    'sycl:oneapi/2026.1',
  );
  expect(renderRun(run, { width: 100, color: false })).toContain('sycl:oneapi/2026.1');
});
