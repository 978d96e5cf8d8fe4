import { expect, it } from 'vitest';
import {
  type Entry,
  indexPublication,
} from '../../../src/analysis/publication/publication-index.ts';
import {
  repeatCommand,
  repeatNumber,
  repeatSuiteCommand,
} from '../../../src/publish/views/repeat-command.ts';
import { gemmCase, launches, madeRun, madeStack, publicationOf } from '../make-publication.ts';

const [dawn, cuda] = ['webgpu:dawn/nvidia-h200', 'cuda:13.0@/opt/cuda 13'];
const record = gemmCase('naive', 64, 'f32');

/** The case on both stacks, in a run whose header is changed. */
function entries(change: (run: ReturnType<typeof madeRun>) => void = () => {}): [Entry, Entry] {
  const run = madeRun({
    suite: 'quick',
    stacks: [madeStack(dawn), madeStack(cuda)],
    cases: [record],
    outcomes: [dawn, cuda].flatMap((id) => launches(id, record, 1e9, 7)),
  });
  run.header.tunables = { ...run.header.tunables, seed: 4711, orderSeed: 815 };
  change(run);
  const [a, b] = indexPublication(publicationOf(run)).entries;
  return [a!, b!];
}

it('repeats a claim with both stacks, as many rounds, its seed and its commit', () => {
  expect(repeatCommand(...entries())).toBe(
    "git checkout abcdef012345 && npx -y pnpm@12 bench --suite quick --stack webgpu:dawn/nvidia-h200 --stack 'cuda:13.0@/opt/cuda 13' --case 'gemm/naive:m=64,n=64,k=64;f32' --rounds 7 --seed 4711 --order-seed 815",
  );
});

it('repeats a number with the fastest of the other stacks, in the same run', () => {
  const slower = gemmCase('vectorized', 64, 'f32');
  const alone = gemmCase('naive', 128, 'f32');
  const index = indexPublication(
    publicationOf(
      madeRun({
        stacks: [madeStack(dawn), madeStack(cuda)],
        cases: [record, slower, alone],
        outcomes: [
          ...launches(dawn, record, 1e9, 3),
          ...launches(cuda, record, 3e9, 3),
          ...launches(cuda, slower, 2e9, 3),
          ...launches(dawn, alone, 1e9, 3),
        ],
      }),
      madeRun({
        runId: 'made-2',
        stacks: [madeStack('webgpu:chromium/nvidia-h200')],
        cases: [record],
        outcomes: launches('webgpu:chromium/nvidia-h200', record, 9e9, 3),
      }),
    ),
  );
  const stacksOf = (stack: string, id: string) => {
    const entry = index.entries.find((each) => each.stack.id === stack && each.case.id === id);
    return repeatNumber(index, entry!).match(/(?<=--stack )('[^']*'|\S+)/g);
  };
  expect(stacksOf(dawn, record.id)).toEqual([dawn, `'${cuda}'`]);
  expect(stacksOf(cuda, slower.id)).toEqual([`'${cuda}'`, dawn]);
  expect(stacksOf(dawn, alone.id)).toEqual([dawn]);
  expect(stacksOf('webgpu:chromium/nvidia-h200', record.id)).toHaveLength(1);
});

it('names a stack and a case once', () => {
  const [a] = entries();
  expect(repeatCommand(a, a).match(/--stack|--case/g)).toEqual(['--stack', '--case']);
});

it('says what no commit holds', () => {
  const [dirty] = entries(({ header }) => (header.dirty = true));
  expect(repeatCommand(dirty)).toMatch(
    /^npx .* # abcdef012345 with changes that were not committed$/,
  );
  const [unknown] = entries(({ header }) => (header.commit = null));
  expect(repeatCommand(unknown)).toMatch(/^npx .* --seed 4711 --order-seed 815$/);
});

it.each([
  [30_000, / --case-budget 30$/],
  [Number.MAX_SAFE_INTEGER, / --force$/],
])('lets through what the run let through: a budget of %d ms', (caseBudgetMs, words) => {
  const [a] = entries(({ header }) => (header.tunables = { ...header.tunables, caseBudgetMs }));
  expect(repeatCommand(a)).toMatch(words);
  expect(repeatSuiteCommand(a)).toMatch(words);
});

it('repeats a total with the stack that it is held against', () => {
  expect(repeatSuiteCommand(...entries())).toMatch(
    / --suite quick --stack webgpu:dawn\/nvidia-h200 --stack 'cuda:13.0@\/opt\/cuda 13' --rounds 7/,
  );
});
