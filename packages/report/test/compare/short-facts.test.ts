import { expect, test } from 'vitest';
import { compareFacts } from '../../src/analysis/facts.ts';
import { renderShortFacts } from '../../src/compare/render-facts.ts';
import { createPaint } from '../../src/style.ts';

/** A Python environment in this folder, with what its libraries are. */
function factsOf(folder: string, cudnn: string) {
  const libraries = ['cublas', 'cudnn', 'nccl'].map((name) => `${folder}/lib/nvidia/lib${name}.so`);
  return {
    environment: folder,
    interpreter: `${folder}/bin/python`,
    torchVersion: '2.15.0',
    cudnnVersion: cudnn,
    libraries: Object.fromEntries(libraries.map((file, at) => [`l${at}`, { file, version: '1' }])),
    loadedLibraries: libraries,
    activation: { PATH: `${folder}/bin:…`, VIRTUAL_ENV: folder },
    setup: folder.split('/').at(-1)!,
    setupDigest: folder.length.toString(16).repeat(64).slice(0, 64),
  };
}

const show = (a: string, b: string, [from, to] = ['9.1', '9.1']) =>
  renderShortFacts(compareFacts(factsOf(a, from), factsOf(b, to)), 100, createPaint(false));

test('where nothing but folders differs, that is a line', () => {
  expect(show('~/envs/ml', '/opt/envs/other')).toEqual([
    'What differs',
    '         A   B',
    '  setup  ml  other',
    'The same 3 libraries, in another folder.',
    '9 facts more, of files, folders and activation: --facts lists them.',
  ]);
});

test('versions come first, and then what a stack is called', () => {
  expect(show('~/envs/ml', '~/envs/other', ['9.1', '9.5']).slice(0, 4)).toEqual([
    'What differs',
    '         A    B',
    '  cuDNN  9.1  9.5',
    '  setup  ml   other',
  ]);
});
