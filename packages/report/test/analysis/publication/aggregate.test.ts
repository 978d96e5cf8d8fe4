import { describe, expect, it } from 'vitest';
import { indexPublication } from '../../../src/analysis/publication/publication-index.ts';
import { failedOutcome } from '../../make-run.ts';
import {
  cpuMachine,
  gemmCase,
  launches,
  madeRun,
  madeStack,
  publicationOf,
} from '../../publish/make-publication.ts';

const naive = gemmCase('naive', 512, 'f32');
const cuda = madeStack('cuda:13.0', { cublasVersion: '13.0' });
const torch = madeStack('pytorch:conda/ml', { cublasVersion: '12.8' });

function run(runId: string, startedAt: string, more: Partial<Parameters<typeof madeRun>[0]> = {}) {
  return madeRun({
    runId,
    startedAt,
    stacks: [cuda, torch],
    cases: [naive],
    outcomes: [...launches(cuda.id, naive, 1e12), ...launches(torch.id, naive, 0.9e12)],
    ...more,
  });
}

describe('aggregate', () => {
  it('gives the same whatever the order of the files', () => {
    const first = run('one', '2026-01-01T00:00:00.000Z');
    const second = run('two', '2026-01-02T00:00:00.000Z');
    expect(publicationOf(second, first)).toEqual(publicationOf(first, second));
  });

  it('merges runs of the same device and shows the newest', () => {
    const faster = launches(cuda.id, naive, 2e12);
    const publication = publicationOf(
      run('new', '2026-01-02T00:00:00.000Z', { stacks: [cuda], outcomes: faster }),
      run('old', '2026-01-01T00:00:00.000Z'),
    );
    expect(publication.devices).toHaveLength(1);
    const { current } = indexPublication(publication);
    expect(current.map((entry) => [entry.stack.id, entry.run.id])).toEqual([
      [cuda.id, 'new'],
      [torch.id, 'old'],
    ]);
  });

  it('keeps machines apart that differ', () => {
    const software = madeStack('webgpu:dawn/swiftshader');
    const publication = publicationOf(
      run('gpu', '2026-01-01T00:00:00.000Z'),
      run('cpu', '2026-01-02T00:00:00.000Z', {
        machine: cpuMachine,
        stacks: [software],
        outcomes: launches(software.id, naive, 5e9),
      }),
    );
    expect(publication.devices.map((device) => device.software)).toEqual([false, true]);
  });

  it('keeps every configuration that a stack was found in, the newest first', () => {
    const upgraded = { ...cuda, facts: { ...cuda.facts, cublasVersion: '13.1' } };
    const publication = publicationOf(
      run('a', '2026-01-01T00:00:00.000Z'),
      run('b', '2026-01-02T00:00:00.000Z', { stacks: [upgraded, torch] }),
      run('c', '2026-01-03T00:00:00.000Z', { stacks: [upgraded, torch] }),
    );
    const configurations = publication.stacks.find(({ id }) => id === cuda.id)?.configurations;
    expect(configurations?.map(({ runs, facts }) => [runs, facts['cublasVersion']])).toEqual([
      [['c', 'b'], '13.1'],
      [['a'], '13.0'],
    ]);
  });

  it('refuses the same run in two files', () => {
    const twin = run('same', '2026-01-01T00:00:00.000Z');
    expect(() => publicationOf(twin, twin)).toThrow(/hold the same run same/);
  });

  it('publishes only the facts that are named, and counts the others', () => {
    const facts = { ...cuda.facts, hostName: 'box', limits: { maxBufferSize: 1, secret: 'x' } };
    const talkative = { ...cuda, facts };
    const publication = publicationOf(
      run('a', '2026-01-01T00:00:00.000Z', { stacks: [talkative, torch] }),
    );
    const [configuration] = publication.stacks[0]?.configurations ?? [];
    expect(configuration?.facts).toEqual({
      gpu: 'NVIDIA H200',
      cublasVersion: '13.0',
      'limits.maxBufferSize': 1,
    });
    expect(configuration?.withheld).toBe(2);
  });

  it('neither publishes arguments nor tunables nor samples', () => {
    const made = run('a', '2026-01-01T00:00:00.000Z');
    const secret = { ...made, header: { ...made.header, argv: ['--out', '/somewhere/private'] } };
    const text = JSON.stringify(publicationOf(secret));
    expect(text).not.toContain('/somewhere/private');
    expect(text).not.toContain('kernelNs":[');
  });

  it('counts what was never tried as not run, not as zero', () => {
    const publication = publicationOf(
      run('a', '2026-01-01T00:00:00.000Z', { outcomes: launches(cuda.id, naive, 1e12) }),
    );
    const result = publication.results.find(({ stack }) => stack.endsWith(torch.id));
    expect(result).toMatchObject({ status: 'not-run', measured: null });
  });

  it('does not let a run that was cut off hide an older result', () => {
    const publication = publicationOf(
      run('old', '2026-01-01T00:00:00.000Z'),
      run('cut', '2026-01-02T00:00:00.000Z', { outcomes: launches(cuda.id, naive, 1e12) }),
    );
    const entry = indexPublication(publication).current.find(({ stack }) => stack.id === torch.id);
    expect(entry?.run.id).toBe('old');
  });

  it('gives a wrong result no throughput, however many rounds were right', () => {
    const publication = publicationOf(
      run('a', '2026-01-01T00:00:00.000Z', {
        outcomes: [
          ...launches(cuda.id, naive, 1e12, 9),
          failedOutcome(cuda.id, naive.id, 'wrong-result', '3 elements differ', 9),
        ],
      }),
    );
    expect(publication.results[0]).toMatchObject({
      status: 'wrong-result',
      reason: '3 elements differ',
      measured: null,
    });
  });

  it('takes an A/A control for the noise of the run and not for a stack', () => {
    const control = { ...cuda, id: `${cuda.id}#control`, controlOf: cuda.id };
    const publication = publicationOf(
      run('a', '2026-01-01T00:00:00.000Z', {
        stacks: [cuda, control],
        outcomes: [...launches(cuda.id, naive, 1e12), ...launches(control.id, naive, 0.8e12)],
      }),
    );
    expect(publication.stacks.map(({ id }) => id)).toEqual([cuda.id]);
    expect(publication.runs[0]?.controls).toMatchObject([
      { stack: cuda.id, ratio: expect.closeTo(1.25, 1), noise: expect.closeTo(0.25, 1) },
    ]);
  });

  it('compares the stacks of a run as bench compare does', () => {
    const [comparison] = publicationOf(run('a', '2026-01-01T00:00:00.000Z')).comparisons;
    expect(comparison?.cases[0]).toMatchObject({ case: naive.id, verdict: 'slower', launches: 10 });
    expect(comparison?.cases[0]?.ratio).toBeCloseTo(1 / 0.9, 1);
  });

  it('compares many stacks with the one that wins most, and not all pairs', () => {
    const cases = Array.from({ length: 6 }, (_, at) => gemmCase('naive', 64 * (at + 1), 'f32'));
    const stacks = Array.from({ length: 60 }, (_, at) => madeStack(`pytorch:conda/env${at}`));
    const outcomes = stacks.flatMap(({ id }, at) =>
      cases.flatMap((record) => launches(id, record, 1e12 + at * 1e11, 20, 1)),
    );
    const { comparisons } = publicationOf(
      run('a', '2026-01-01T00:00:00.000Z', { stacks, cases, outcomes }),
    );
    expect(comparisons).toHaveLength(59);
    expect(new Set(comparisons.map(({ a }) => a.endsWith('env59')))).toEqual(new Set([true]));
  });
});
