import { expect, test } from 'vitest';
import { describeChanges } from '../../src/activation/describe-changes.ts';

const home = '/home/ada';
const describe = (name: string, value: string | null, before?: string) =>
  describeChanges({ [name]: value }, { [name]: before }, home)[name];

test.each([
  ['PATH', '/home/ada/e/bin:/usr/bin:/bin', '/usr/bin:/bin', '~/e/bin:…'],
  ['PATH', '/usr/bin:/e/bin:/private', '/usr/bin:/private', '…:/e/bin:…'],
  ['LD_LIBRARY_PATH', '/home/ada/e/lib', undefined, '~/e/lib'],
  ['LD_LIBRARY_PATH', '/old:/home/ada/e/lib', '/old', '…:~/e/lib'],
  ['NVCC_PREPEND_FLAGS', '-O2 -ccbin=/home/ada/e/bin/g++', '-O2', '… -ccbin=~/e/bin/g++'],
  ['CUDA_HOME', '/home/adam/e', undefined, '/home/adam/e'],
  ['CUDA_HOME', '/home/ada', undefined, '~'],
  ['OMP_NUM_THREADS', '4', '8', '4'],
  ['CFLAGS', "-isystem '/home/ada/e/include'", '', "-isystem '~/e/include'"],
  ['CC', null, 'gcc', '(removed)'],
  ['MY_TOKEN', 'abc', undefined, '(set)'],
  ['CONDA_TOKEN', 'abc', undefined, '(set)'],
  ['ANYTHING', '/home/ada/x', undefined, '(set)'],
  ['CONDA_CHANNEL', 'https://ada:pw@host/x', undefined, '(set)'],
])('%s=%s after %s is %s', (name, value, before, shown) => {
  expect(describe(name, value, before)).toBe(shown);
});

test('a root for home is no folder to hide', () => {
  expect(describeChanges({ CUDA_HOME: '/usr' }, {}, '/')).toEqual({ CUDA_HOME: '/usr' });
});
