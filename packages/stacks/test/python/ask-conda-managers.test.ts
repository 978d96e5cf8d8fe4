import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { askCondaManagers } from '../../src/python/ask-conda-managers.ts';
import { writeTool } from '../../../workers/test/support/fake-tree.ts';
import { emptyMachine } from '../support/machines.ts';

/** As conda 24 prints it, shortened to what matters and some of what does not. */
const condaInfo = `{
  "GID": 1000,
  "active_prefix": null,
  "conda_prefix": "/home/ada/miniforge3",
  "conda_version": "24.9.2",
  "envs": ["/home/ada/miniforge3", "/scratch/ada/a b;c"],
  "envs_dirs": ["/home/ada/miniforge3/envs", "/home/ada/.conda/envs"],
  "root_prefix": "/home/ada/miniforge3"
}`;
/** As micromamba 2 prints it. */
const micromambaList = `{
    "envs": [
        "/home/ada/micromamba",
        "/home/ada/micromamba/envs/ml"
    ]
}`;

/** A machine with these as its managers: real ones are not at hand, so fakes say what those say. */
async function machine(managers: Record<string, string>) {
  const places = await emptyMachine();
  const bin = join(places.root, 'bin');
  for (const [name, script] of Object.entries(managers)) {
    await writeTool(join(bin, name), `PATH=/usr/bin:/bin\n${script}`);
  }
  return { ...places, env: { PATH: bin } };
}

const say = (text: string) => `cat <<'END'\n${text}\nEND`;
const ask = async (managers: Record<string, string>, timeoutMs = 2000) =>
  askCondaManagers(await machine(managers), { timeoutMs });

test('conda and micromamba are asked in their own ways', async () => {
  expect(
    await ask({
      conda: `[ "$*" = 'info --json' ] && ${say(condaInfo)}`,
      micromamba: `[ "$*" = 'env list --json' ] && ${say(micromambaList)}`,
    }),
  ).toEqual([
    { prefix: '/home/ada/miniforge3', foundBy: 'conda info' },
    { prefix: '/scratch/ada/a b;c', foundBy: 'conda info' },
    { prefix: '/home/ada/micromamba', foundBy: 'micromamba env list' },
    { prefix: '/home/ada/micromamba/envs/ml', foundBy: 'micromamba env list' },
  ]);
});

test('a manager off PATH is known by its variable', async () => {
  const places = await machine({});
  const file = await writeTool(
    join(places.root, 'far/micromamba'),
    say(micromambaList).replace('cat', '/bin/cat'),
  );
  const env = { ...places.env, MAMBA_EXE: file };
  expect(await askCondaManagers({ ...places, env }, { timeoutMs: 2000 })).toHaveLength(2);
});

test('none knows none', async () => {
  expect(await ask({})).toEqual([]);
});

test.each([
  'exit 1',
  'echo garbage',
  'echo null',
  'echo 3',
  `echo '{"envs": {}, "root_prefix": 3}'`,
  `echo '{"envs": ["relative", 1, null]}'`,
  'kill -SEGV $$',
])('%s: knows none', async (script) => {
  expect(await ask({ conda: script })).toEqual([]);
});

test('one that hangs does not keep the others from answering', async () => {
  const start = performance.now();
  const found = await ask({ conda: "trap '' TERM; sleep 60", mamba: say(micromambaList) }, 400);
  expect(performance.now() - start).toBeLessThan(2000);
  expect(found.map(({ foundBy }) => foundBy)).toEqual(['mamba env list', 'mamba env list']);
});

test('it gets the variables of the places, and no shell', async () => {
  const places = await machine({ conda: 'env > "$0.env"' });
  const env = { ...places.env, CANARY: '$(touch pwned); `touch pwned`' };
  await askCondaManagers({ ...places, env }, { timeoutMs: 2000 });
  const seen = await readFile(join(places.root, 'bin/conda.env'), 'utf8');
  expect(seen).toContain('CANARY=$(touch pwned); `touch pwned`');
});
