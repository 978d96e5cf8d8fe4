// @module-tag machine
import { once } from 'node:events';
import { factAt, type Stack, stackSchema } from '@stackbench/model';
import { beforeAll, expect, test } from 'vitest';
import { listDocumentSchema } from '../../../src/json/list-document.ts';
import { bench, type Ended, startBench } from '../../start-bench.ts';

interface Listing {
  stacks: unknown[];
  suites: { name: string; cases: string[] }[];
  setups: unknown[];
}

let listed: Promise<Ended>;
beforeAll(() => {
  listed = bench('list', '--json');
});

test('list --json has every stack with its facts or its reason, suites with case ids, and setups', async () => {
  const { code, stdout, stderr } = await listed;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const document = JSON.parse(stdout) as Listing;
  expect(listDocumentSchema.parse(document)).toEqual(document);
  const { stacks, suites, setups } = document;
  expect(stacks.length).toBeGreaterThan(0);
  const unusable = stacks
    .map((stack) => stackSchema.parse(stack))
    .filter((each) => !each.available);
  expect(unusable.filter(({ reason, fix }) => !reason || !fix)).toEqual([]);
  const quick = suites.find(({ name }) => name === 'quick');
  expect(quick?.cases).toEqual(
    expect.arrayContaining([expect.stringMatching(/^gemm\/best:m=\d+,n=\d+,k=\d+;f32$/)]),
  );
  expect(setups).toContainEqual({
    name: 'torch-2.8-cu128',
    format: 'requirements',
    summary: expect.any(String) as string,
    made: expect.any(Boolean) as boolean,
  });
});

test('every fact of every stack on this machine is a row of the catalogue', async () => {
  const { stdout } = await listed;
  const { stacks } = JSON.parse(stdout) as { stacks: Stack[] };
  expect(stacks.some((stack) => Object.keys(stack.facts).length > 0)).toBe(true);
  const unknown = stacks.flatMap((stack) =>
    Object.keys(stack.facts).flatMap((name) =>
      factAt(name) === undefined ? `${name} of ${stack.id}` : [],
    ),
  );
  expect(unknown).toEqual([]);
});

test('filters narrow the list, and a filter that nothing fits is bad usage', async () => {
  const [suite, kernel, wrong] = await Promise.all([
    bench('list', '--suite', 'quick'),
    bench('list', '--json', '--suite', 'quick', '--case', 'gemm/naive'),
    bench('list', '--case', 'gemm/naiv'),
  ]);
  expect(suite.stdout).toMatch(/^Machine {2}[^]* load \d[^]*\nDriver {3}/);
  expect(suite.stdout).toMatch(/^ {2}gemm\/naive +\S/m);
  expect(suite.stdout).toMatch(/^ {2}gemm {2}m=/m);
  expect(suite.stdout).toContain('naive, ');
  const { suites } = JSON.parse(kernel.stdout) as Listing;
  expect(suites.map(({ name }) => name)).toEqual(['quick']);
  expect(new Set(suites[0]?.cases.map((id) => id.split(':')[0]))).toEqual(new Set(['gemm/naive']));
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain("There is no case 'gemm/naiv'.");
});

test('a reader that takes the first bytes and goes is no failure', async () => {
  const { child, ended } = await startBench(['list', '--json']);
  await once(child.stdout!, 'data');
  child.stdout!.destroy();
  expect(await ended).toMatchObject({ code: 0, stderr: '' });
});
