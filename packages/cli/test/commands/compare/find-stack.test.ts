import { BenchError } from '@stackbench/model';
import { expect, test } from 'vitest';
import {
  controlId,
  launches,
  makeSession,
  naive,
  stackA,
  stackB,
} from '../../../../report/test/analysis/make-session.ts';
import { findStackId } from '../../../src/commands/compare/find-stack.ts';

const run = makeSession([stackA, stackB, controlId].flatMap((id) => launches(id, naive, [1])));

test.each([
  [stackA, stackA],
  ['webgpu:dawn/*', stackA],
  ['*chromium*', stackB],
  [controlId, controlId],
])('%s is %s', (named, id) => {
  expect(findStackId(run, named)).toBe(id);
});

test.each([
  ['webgpu:chromum/card', `Did you mean '${stackB}'?`, `'${stackA}', '${stackB}', '${controlId}'`],
  ['cuda:*', "There is no stack 'cuda:*'", `'${stackA}', '${stackB}', '${controlId}'`],
  ['webgpu:*', 'fits 2 stacks', `Use one of '${stackA}', '${stackB}'.`],
])('%s is none, and those that there are are named', (named, problem, fix) => {
  const find = () => findStackId(run, named);
  expect(find).toThrow(BenchError);
  expect(find).toThrow(problem);
  expect(find).toThrow(expect.objectContaining({ fix: expect.stringContaining(fix) }));
});
