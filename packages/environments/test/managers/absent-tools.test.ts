// conda, mamba, micromamba and pixi can be had from no registry that tests may use: shell scripts stand for them, which
// answer as their documentation says. They show what the tools are asked for, and that their answers are understood.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findEnvironments } from '@stackbench/stacks';
import { expect, test } from 'vitest';
import { writeTool } from '../../../workers/test/support/fake-tree.ts';
import { makeEnvironment, planEnvironment } from '../../src/index.ts';
import { makeMachine, noGpu } from '../support/machine.ts';

const options = { signal: undefined, with: undefined, locked: false, possessions: noGpu };
const yml =
  'channels: [conda-forge, nodefaults]\ndependencies:\n  - numpy=1.26\n  - pytorch=2.8.*=cuda*\n';

/** Answers a dry run with a plan, and makes an environment with one record otherwise. */
const condaScript = `
echo "$*" >> "$0.log"
case "$*" in
  --version) echo "$(basename "$0") 2.3.3"; exit;;
  *--dry-run*) cat <<'PLAN'
{"actions": {"FETCH": [{"name": "numpy", "size": 8000000}], "LINK": [{"name": "numpy"}, {"name": "pytorch"}]}, "dry_run": true}
PLAN
  exit;;
esac
printf '{"fetch": "numpy-1.26.4         | 7.6 MB    | ", "finished": false, "maxval": 1, "progress": 0.250000}\\n\\0'
printf '{"fetch": "numpy-1.26.4         | 7.6 MB    | ", "finished": true, "maxval": 1, "progress": 1.000000}\\n\\0'
while [ "$1" != --prefix ]; do shift; done
mkdir -p "$2/conda-meta" "$2/bin"
echo '{"url": "https://conda.example/linux-64/numpy-1.26.4-0.conda", "md5": "abc"}' > "$2/conda-meta/numpy-1.26.4-0.json"
`;

test.each([
  ['conda', 'env create'],
  ['mamba', 'env create'],
  ['micromamba', 'create'],
])('%s is asked for the plan, then for the file itself', async (tool, create) => {
  const { root, env, environments, setup } = await makeMachine({ hasUv: false });
  const file = await writeTool(join(root, 'bin', tool), condaScript);
  const path = { ...env, PATH: `${join(root, 'bin')}:/usr/bin:/bin` };
  const one = await setup('one.yml', yml);
  const planned = await planEnvironment(one, { ...options, env: path });
  expect(planned.manager).toMatchObject({ name: tool, version: '2.3.3', foundBy: 'PATH' });
  expect(planned.cost).toMatchObject({ packages: 2, downloadBytes: 8_000_000, copies: null });
  expect([...planned.resolution.cached]).toEqual(['pytorch']);
  const fetched: number[] = [];
  const record = await makeEnvironment(planned, (bytes) => fetched.push(bytes));
  expect(fetched).toEqual([2_000_000, 8_000_000]);
  const prefix = join(environments, 'one/one');
  const specs = '--override-channels --channel conda-forge numpy=1.26 pytorch=2.8.*=cuda*';
  expect(readFileSync(`${file}.log`, 'utf8').split('\n').slice(1, 3)).toEqual([
    `create --prefix ${prefix} --dry-run --json --yes ${specs}`,
    `${create} --prefix ${prefix} --file ${one.file} --json --yes`,
  ]);
  expect(record.locks).toEqual(['explicit.txt']);
  expect(readFileSync(join(environments, 'one/explicit.txt'), 'utf8')).toBe(
    '@EXPLICIT\nhttps://conda.example/linux-64/numpy-1.26.4-0.conda#abc\n',
  );
  const again = await planEnvironment(one, { ...options, env: path, locked: true });
  expect((await makeEnvironment(again, () => {})).lockDigest).toBe(record.lockDigest);
  const explicit = join(environments, 'one/explicit.txt');
  expect(readFileSync(`${file}.log`, 'utf8')).toContain(
    `create --prefix ${prefix} --file ${explicit} --json --yes`,
  );
});

test('pixi locks a copy of the project, and installs what it locked', async () => {
  const { root, env, environments, setup } = await makeMachine({ hasUv: false });
  const file = await writeTool(
    join(root, 'bin/pixi'),
    `
echo "$*" >> "$0.log"
case "$1" in
  --version) echo 'pixi 0.61.0';;
  lock) printf 'packages:\\n- conda: https://conda.example/linux-64/numpy-1.conda\\n  size: 7000\\n' > "$(dirname "$3")/pixi.lock";;
  install) grep -q numpy "$(dirname "$4")/pixi.lock" && mkdir -p "$(dirname "$4")/.pixi/envs/default/conda-meta" ;;
esac`,
  );
  const path = { ...env, PATH: `${join(root, 'bin')}:/usr/bin:/bin` };
  const one = await setup('one/pixi.toml', '[workspace]\nchannels = ["conda-forge"]\n');
  const planned = await planEnvironment(one, { ...options, env: path });
  expect(planned.cost).toMatchObject({ packages: 1, downloadBytes: 7000 });
  expect(await makeEnvironment(planned, () => {})).toMatchObject({
    tool: 'pixi',
    locks: ['pixi.lock'],
  });
  expect(readFileSync(`${file}.log`, 'utf8')).toContain(
    `install --frozen --manifest-path ${join(environments, 'one/one/pixi.toml')}`,
  );
  const places = {
    env: {},
    home: root,
    systemRoot: root,
    workingFolder: root,
    ownFolder: environments,
  };
  expect(findEnvironments(places)).toMatchObject([
    { kind: 'pixi', prefix: join(environments, 'one/one/.pixi/envs/default') },
  ]);
});

test('a tool that does not read the setup, or is not there, is refused with what is', async () => {
  const { env, setup } = await makeMachine({ hasUv: false });
  const one = await setup('one.yml', yml);
  const plan = (tool: string) =>
    planEnvironment(one, { ...options, with: tool, env: { ...env, PATH: '/usr/bin:/bin' } });
  await expect(plan('uv')).rejects.toThrow(
    'uv does not read one.yml, which is for mamba, micromamba, conda, rattler',
  );
  await expect(plan('poetry')).rejects.toThrow("There is no tool 'poetry'");
  await expect(plan('conda')).rejects.toThrow(
    /Nothing that makes .*one\.yml is on this machine: conda/,
  );
});
