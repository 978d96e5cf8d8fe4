// Makes an environment as `env create` does: node create.ts SETUP
import process from 'node:process';
import { makeEnvironment, planEnvironment, readSetup } from '../../src/index.ts';
import { findPossessions } from '../../src/create/possessions.ts';

const planned = await planEnvironment(await readSetup(process.argv[2]!), {
  env: process.env,
  signal: undefined,
  with: undefined,
  locked: false,
  possessions: await findPossessions(process.env),
});
process.stdout.write('planned\n');
await makeEnvironment(planned, () => {});
