import { homedir } from 'node:os';
import type { PythonEnvironment } from '@stackbench/stacks';
import { stackShape } from '@stackbench/model';
import { expect, it } from 'vitest';
import { nameStacks } from '../../src/discover/name-stacks.ts';

const environment = (kind: PythonEnvironment['kind'], name: string, prefix = `/x/${name}`) => ({
  kind,
  name,
  prefix,
  interpreter: `${prefix}/bin/python`,
});

it('names a stack by the kind and the name of its environment', () => {
  expect(
    nameStacks([
      environment('conda', 'ml'),
      environment('venv', 'project/.venv'),
      environment('system', 'python3.11', '/usr'),
    ]),
  ).toEqual(['pytorch:conda/ml', 'pytorch:venv/project/.venv', 'pytorch:system']);
});

it('adds the folder where two would be called alike, without naming the user', () => {
  const home = homedir();
  expect(
    nameStacks([
      environment('conda', 'ml', '/opt/conda/envs/ml'),
      environment('conda', 'ml', `${home}/miniforge3/envs/ml`),
      environment('system', 'python3.11', '/usr'),
      environment('system', 'python3.12', '/usr/local'),
    ]),
  ).toEqual([
    'pytorch:conda/ml@/opt/conda/envs/ml',
    'pytorch:conda/ml@~/miniforge3/envs/ml',
    'pytorch:system@/usr/bin/python',
    'pytorch:system@/usr/local/bin/python',
  ]);
});

it('says what leads to a torch that is not of the environment', () => {
  const brought = { ...environment('venv', '.venv'), broughtBy: 'PYTHONPATH' };
  expect(nameStacks([brought, environment('venv', '.venv')])).toEqual([
    'pytorch:venv/.venv+PYTHONPATH',
    'pytorch:venv/.venv',
  ]);
});

it('keeps what people can read, and writes out what no terminal shows or ids use', () => {
  const names = [
    '中文 环境',
    'a;\'b\' "c"',
    'two\nlines',
    '\u001b[31mred',
    'x#control',
    '50%',
    'right\u202Eleft',
  ];
  const ids = nameStacks(names.map((name) => environment('venv', name)));
  expect(ids).toEqual([
    'pytorch:venv/中文 环境',
    `pytorch:venv/a;'b' "c"`,
    'pytorch:venv/two%0Alines',
    'pytorch:venv/%1B[31mred',
    'pytorch:venv/x%23control',
    'pytorch:venv/50%25',
    'pytorch:venv/right%E2%80%AEleft',
  ]);
  for (const id of ids) expect(stackShape.shape.id.safeParse(id).success).toBe(true);
});
