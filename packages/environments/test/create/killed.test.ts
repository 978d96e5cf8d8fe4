// @module-tag machine
// @module-tag matrix
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { findEnvironments, findOwnEnvironments } from '@stackbench/stacks';
import { expect, test } from 'vitest';
import { takesAll } from '../../../../kernels/test/support/matrix.ts';
import { findMarked } from '../../../workers/src/marked-processes.ts';
import { stateOf } from '../../src/index.ts';
import { makeMachine } from '../support/machine.ts';
import { makeWheel, startIndex } from '../support/wheel-index.ts';

/** One in each part of the time that the making takes. */
const kills = takesAll ? 40 : 8;
const script = join(import.meta.dirname, '../support/create.ts');

test('killed at any moment, nothing half-made is found, and the next attempt goes on', async () => {
  const { root, env, environments, setup } = await makeMachine();
  const wheels = join(root, 'wheels');
  mkdirSync(wheels);
  for (const name of ['alpha', 'beta', 'gamma']) await makeWheel(wheels, name, '1.0', 5_000_000);
  const index = await startIndex(wheels);
  const one = await setup('one.txt', `--index-url ${index.url}\nalpha\nbeta\ngamma\n`);
  const folder = join(environments, 'one');

  const start = () => {
    const child = spawn(process.execPath, [script, one.file], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return { child, planned: once(child.stdout, 'data'), exited: once(child, 'exit') };
  };
  const whole = start();
  await whole.planned;
  const startedMs = performance.now();
  await whole.exited;
  const tookMs = performance.now() - startedMs;
  expect(findOwnEnvironments(environments)).toHaveLength(1);

  const states: string[] = [];
  for (let kill = 0; kill < kills; kill++) {
    const { child, planned, exited } = start();
    await planned;
    await delay(((kill + Math.random()) / kills) * tookMs * 1.2);
    child.kill('SIGKILL');
    await exited;
    const state = stateOf(one, env);
    states.push(state.is);
    expect(['unfinished', 'complete']).toContain(state.is);
    const found = findEnvironments({
      env,
      home: root,
      systemRoot: root,
      workingFolder: root,
      ownFolder: environments,
    });
    const own = found.filter(({ prefix }) => prefix.startsWith(environments));
    expect(own).toHaveLength(state.is === 'complete' ? 1 : 0);
    if (state.is !== 'complete') continue;
    const modules = readdirSync(join(folder, 'one/lib')).map((line) =>
      join(folder, 'one/lib', line, 'site-packages'),
    );
    for (const name of ['alpha', 'beta', 'gamma']) {
      expect(existsSync(join(modules[0]!, name, '__init__.py'))).toBe(true);
    }
  }
  expect(states).toContain('unfinished');

  const last = start();
  await last.exited;
  expect(stateOf(one, env).is).toBe('complete');
  // What a killed attempt had left at work was ended.
  expect(findMarked(folder)).toEqual([]);
}, 600_000);
