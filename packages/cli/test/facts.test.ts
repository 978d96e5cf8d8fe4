import { spawnSync } from 'node:child_process';
import { glob, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { factAt, facts } from '@stackbench/model';
import { expect, test } from 'vitest';

const packages = resolve(import.meta.dirname, '../..');

/** Sources that may state facts, by file: runners, workers and what they find, in each language. */
async function readSources(language: RegExp): Promise<Map<string, string>> {
  const pattern = '{runner-*,stacks,workers,engine,environments}/{src,worker,emulation}/**/*.*';
  const texts = new Map<string, string>();
  for await (const name of glob(pattern, { cwd: packages })) {
    const file = join(packages, name);
    if (language.test(name)) texts.set(file, await readFile(file, 'utf8'));
  }
  return texts;
}

/** Names that Python functions called `…facts` give back, as Python itself reads them. */
const listPythonFacts = `
import ast, sys
for file in sys.argv[1:]:
    for function in ast.walk(ast.parse(open(file, encoding="utf-8").read())):
        if not (isinstance(function, ast.FunctionDef) and function.name.endswith("facts")):
            continue
        for node in ast.walk(function):
            keys = node.keys if isinstance(node, ast.Dict) else []
            keys = keys + ([node.slice] if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) else [])
            for key in keys:
                if isinstance(key, ast.Constant):
                    print(key.value)
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "update":
                for keyword in node.keywords:
                    print(keyword.arg)
`;

const python = spawnSync('python3', ['--version']).status === 0;

test.skipIf(!python)(
  'every fact that the Python worker can tell is a row (needs python3)',
  async () => {
    const files = [...(await readSources(/\.py$/)).keys()];
    const { stdout } = spawnSync('python3', ['-c', listPythonFacts, ...files], {
      encoding: 'utf8',
    });
    const told = stdout.split('\n').filter(Boolean);
    expect(told).toEqual(expect.arrayContaining(['threads', 'multiprocessors', 'nvrtcTarget']));
    expect(told.filter((name) => factAt(name) === undefined)).toEqual([]);
  },
);

test('every fact that a C++ worker can tell is a row', async () => {
  const told = [...(await readSources(/\.[ch]pp$/)).values()].flatMap((text) =>
    [...text.matchAll(/\\?"facts\\?":(?:[^;]|;(?!\n))*/g)].flatMap(([statement]) =>
      [...statement.matchAll(/(?<=[{,])\\?"(\w+)\\?":/g)].map(([, name]) => name!),
    ),
  );
  expect(told).toEqual(expect.arrayContaining(['computeCapability', 'driverCudaVersion']));
  expect(told.filter((name) => factAt(name) === undefined)).toEqual([]);
});

test('every row of the catalogue is told by something', async () => {
  const texts = [...(await readSources(/\.(ts|py|[ch]pp)$/)).values()].join('\n');
  const untold = [...facts.keys()]
    .filter((name) => !name.includes('.'))
    .filter(
      (name) => !new RegExp(String.raw`\b${name}\\?"?[:=\]]|\b${name},|\b${name} \}`).test(texts),
    );
  expect(untold).toEqual([]);
});
