import { join } from 'node:path';
import type { Stack } from '@stackbench/model';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeCudnn, makeEnvironment, makeForeignPart } from '../../doctor/test/make-layers.ts';
import { findDifferences, keepProven, readProven } from '../src/proven-libraries.ts';
import { makeFolder } from './start-bench.ts';

beforeEach(async () => {
  vi.stubEnv('STACKBENCH_CACHE', join(await makeFolder(), 'cache'));
});
afterEach(() => vi.unstubAllEnvs());

function makeStack(cudnn: string): Stack {
  return {
    id: 'pytorch:venv/ml',
    kind: 'pytorch',
    software: false,
    native: true,
    available: true,
    facts: {
      environment: '/home/ada/envs/ml',
      libraries: { cudnn: { file: cudnn, version: '9' } },
    },
  };
}

test('a run that gets another file than doctor proved says so', async () => {
  const environment = makeEnvironment();
  const graph = environment.libraries['cudnn']!.parts[0]!.file;
  await keepProven([environment]);
  expect(findDifferences([makeStack(graph)], readProven())).toEqual([]);
  expect(
    findDifferences([makeStack('/usr/local/cuda/lib64/libcudnn_graph.so.9')], readProven()),
  ).toEqual([
    `pytorch:venv/ml runs cudnn from /usr/local/cuda/lib64/libcudnn_graph.so.9; doctor proved ${graph}.`,
  ]);
});

test('nothing is said where doctor never looked, or what it saw had failed', async () => {
  expect(findDifferences([makeStack('/x')], readProven())).toEqual([]);
  const failure = { step: 'cudnnCreate', message: 'it died', isCrash: true };
  const cudnn = makeCudnn({ parts: [makeForeignPart('9.1.1')] });
  await keepProven([makeEnvironment({ failure, libraries: { cudnn } })]);
  expect(readProven()).toEqual({});
});

test('what was proven of other environments stays', async () => {
  await keepProven([makeEnvironment()]);
  await keepProven([makeEnvironment({ prefix: '/other' })]);
  expect(Object.keys(readProven())).toEqual(['/home/ada/envs/ml', '/other']);
});
