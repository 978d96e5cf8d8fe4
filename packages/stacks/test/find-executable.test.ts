import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findExecutable } from '../src/find-executable.ts';
import { temporaryFolder, writeText, writeTool } from '../../workers/test/support/fake-tree.ts';

test.runIf(process.platform !== 'win32')('PATH comes before other folders', async () => {
  const folder = await temporaryFolder();
  await writeText(join(folder, 'a/tool'));
  const onPath = await writeTool(join(folder, 'b/tool'));
  const elsewhere = await writeTool(join(folder, 'c/other'));
  const env = { PATH: ['', 'a', 'b'].map((name) => name && join(folder, name)).join(':') };
  expect(findExecutable(['tool'], env, [join(folder, 'c')])).toBe(onPath);
  expect(findExecutable(['gone', 'other'], env, [join(folder, 'c')])).toBe(elsewhere);
  expect(findExecutable(['gone'], env)).toBeNull();
  expect(findExecutable(['tool'], {})).toBeNull();
});
