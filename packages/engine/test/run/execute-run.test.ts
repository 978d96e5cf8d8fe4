import { BenchError, noCaseBudgetMs, type Outcome } from '@stackbench/model';
import { median } from '@stackbench/statistics';
import { describe, expect, test } from 'vitest';
import { fakeDriver, fakeStack, runFake } from '../fake/fake-stack.ts';
import type { FakeKernel } from '../../../workers/test/fake/behaviour.ts';

function kernelNs(outcome: Outcome | undefined): number {
  if (outcome?.status !== 'ok') throw new Error(`not ok: ${JSON.stringify(outcome)}`);
  return median(outcome.kernelNs);
}

const flops = 2 * 12 * 10 * 8;

describe.concurrent('time', { timeout: 30_000 }, () => {
  test('known durations, from nanoseconds to a second, are reported within 0.1 %', async () => {
    const noise = [0.004, -0.004, 0.002, -0.002, 0];
    const kernels = {
      nanoseconds: { flopsPerNs: 150, noise },
      microseconds: { flopsPerNs: 0.3, noise },
      milliseconds: { flopsPerNs: 0.0003, noise },
      second: { flopsPerNs: flops / 1e9, noise: [0] },
    };
    const { byVariant } = await runFake({ kernels });
    for (const [name, { flopsPerNs }] of Object.entries(kernels)) {
      const ratio = kernelNs(byVariant[name]) / (flops / flopsPerNs);
      expect({ name, isRight: Math.abs(ratio - 1) < 0.001 }).toEqual({ name, isRight: true });
    }
  });

  test('doubling K doubles the time', async () => {
    const { outcomes } = await runFake({
      kernels: { naive: { flopsPerNs: 0.05 } },
      problems: ['m=12,n=10,k=64', 'm=12,n=10,k=128'],
    });
    expect(kernelNs(outcomes[1]) / kernelNs(outcomes[0])).toBeCloseTo(2, 3);
  });

  test('each outcome names what was built for it, right or wrong', async () => {
    const kernels = { first: {}, second: { wrong: 'all-nan' } } as const;
    const { outcomes } = await runFake({ kernels, rounds: 2 });
    const digests = Map.groupBy(outcomes, (outcome) => outcome.case);
    const [first, second] = [...digests.values()].map(
      (own) => new Set(own.map(({ programDigest }) => programDigest)),
    );
    expect([...first!]).toEqual([expect.stringMatching(/^[0-9a-f]{16}$/)]);
    expect(second!.size).toBe(1);
    expect(first).not.toEqual(second);
    const edited = await runFake({ kernels: { ...kernels, first: { flopsPerNs: 2 } } });
    expect([...first!]).not.toContain(edited.outcomes[0]?.programDigest);
  });

  test('what a plan chose for the device stands among the notes', async () => {
    const { byVariant } = await runFake({ kernels: { naive: {} } });
    expect(byVariant.naive).toMatchObject({ status: 'ok', notes: { tile: 'that of naive' } });
  });

  test('a kernel that is edited while the run goes on is measured no further', async () => {
    const kernels: Record<string, FakeKernel> = { first: {}, second: {} };
    const { outcomes } = await runFake({
      kernels,
      rounds: 3,
      onEvent: (event) => {
        if (event.type === 'launch-end' && event.round === 0) kernels['first'] = { flopsPerNs: 2 };
      },
    });
    const [first, second] = [...Map.groupBy(outcomes, (outcome) => outcome.case).values()];
    expect(first!.map(({ status }) => status)).toEqual(['ok', 'skipped', 'skipped']);
    expect(first![1]).toMatchObject({
      reason: 'first has been edited since the run began. Start a new run.',
    });
    expect(second!.map(({ status }) => status)).toEqual(['ok', 'ok', 'ok']);
  });

  test('samples are long enough for the clock, and stay in the order taken', async () => {
    const noise = Array.from({ length: 40 }, (_, i) => i / 1e5);
    const { byVariant } = await runFake({ kernels: { naive: { flopsPerNs: 1, noise } } });
    const naive = byVariant.naive;
    if (naive?.status !== 'ok') throw new Error('not ok');
    expect(naive.repetitions * flops).toBeGreaterThanOrEqual(1e6);
    const steps = naive.kernelNs.slice(1, 30).map((time, i) => time > naive.kernelNs[i]!);
    expect(steps.filter(Boolean).length).toBeGreaterThanOrEqual(28);
  });

  test('call latency, first call and build are told apart from kernel time', async () => {
    const { byVariant } = await runFake({ kernels: { naive: { flopsPerNs: 1 } } });
    expect(byVariant.naive).toMatchObject({
      callLatencyNs: flops + 20_000,
      firstCallNs: flops + 20_000,
      buildNs: 1e6,
      notes: { registers: 32 },
      caches: 'hot',
      bufferSets: 1,
      stoppedBy: 'interval',
    });
  });

  test('what a launch costs the host is in no kernel time, however long a kernel runs', async () => {
    const { byVariant } = await runFake({
      kernels: { naive: { flopsPerNs: flops / 2e6, launchNs: 9000 } },
    });
    const naive = byVariant.naive;
    if (naive?.status !== 'ok') throw new Error('not ok');
    expect(naive.repetitions).toBe(1);
    expect(new Set(naive.kernelNs)).toEqual(new Set([2e6]));
  });

  test('a noisy kernel is sampled until time is up', async () => {
    const { byVariant } = await runFake({
      kernels: { naive: { flopsPerNs: 0.0003, noise: [-0.4, 0.4, 0.1, -0.2] } },
      tunables: { maxDeviceMs: 400 },
    });
    expect(byVariant.naive).toMatchObject({ status: 'ok', stoppedBy: 'time' });
  });
});

describe.concurrent('faults', { timeout: 30_000 }, () => {
  const cases = [
    ['crash', 'prepare', 'crash', /SIGSEGV.*boom/s],
    ['crash', 'sample', 'crash', /SIGSEGV/],
    ['crash', 'read', 'crash', /SIGSEGV/],
    ['crash', 'release', 'ok', /^$/],
    ['killed', 'sample', 'crash', /SIGKILL.*memory/],
    ['hang', 'prepare', 'timeout', /'prepare' within 1.5 s/],
    [
      'hang',
      'sample',
      'timeout',
      /'sample' within 1.5 s. Allow a sample more with --timeout-sample SECONDS/,
    ],
    ['garbage', 'sample', 'crash', /not JSON: Segmentation fault/],
    ['not-a-number', 'sample', 'crash', /not JSON.*NaN/],
    ['closes-replies', 'fill', 'crash', /closed its replies/],
    ['partial-line', 'sample', 'crash', /exit code 3.*middle of a reply.*"res/],
    ['flood', 'sample', 'crash', /exit code 4.*the last words$/s],
    ['orphan', 'sample', 'timeout', /did not answer/],
    ['unsolicited', 'fill', 'crash', /without a request|wrong shape/],
    ['wrong-shape', 'sample', 'crash', /wrong shape \(samples/],
    ['compile-error', 'prepare', 'compile-error', /kernel.wgsl:7/],
    ['out-of-memory', 'prepare', 'out-of-memory', /12 GiB/],
    ['out-of-memory', 'sample', 'out-of-memory', /12 GiB/],
    ['device-lost', 'sample', 'crash', /device was lost/],
    ['deep', 'prepare', 'crash', /nested more than 64 levels/],
    [
      'disk-full',
      'read',
      'crash',
      /^ENOSPC.*temporary folder \/.* is full: make room there, or set TMPDIR\.$/,
    ],
    ['long-message', 'prepare', 'compile-error', /^kernel.wgsl:7[^]{0,4200}the end$/],
    ['short-output', 'read', 'crash', /479 bytes of output, not 480/],
  ] as const;
  test.each(cases)('%s at %s is %s, and the next case runs', async (kind, at, status, reason) => {
    const { byVariant } = await runFake({ kernels: { bad: { fault: { at, kind } }, next: {} } });
    expect(byVariant.bad?.status).toBe(status);
    const said = byVariant.bad?.status === 'ok' ? '' : byVariant.bad?.reason;
    expect(said).toMatch(reason);
    expect(byVariant.next?.status).toBe('ok');
  });

  test('single samples without a time are dropped and counted', async () => {
    const { byVariant } = await runFake({ kernels: { naive: { clock: 'every-other-still' } } });
    const naive = byVariant.naive;
    if (naive?.status !== 'ok') throw new Error(JSON.stringify(naive));
    expect(kernelNs(naive) / flops).toBeCloseTo(1, 3);
    expect(naive.dropped).toBeGreaterThan(5);
  });

  test('a worker that cannot start fails every case of its launch at once', async () => {
    const kernels = { one: {}, two: {} };
    const { outcomes } = await runFake({
      kernels,
      driver: fakeDriver(kernels, { file: '/nowhere/worker' }),
    });
    expect(outcomes.map(({ status }) => status)).toEqual(['crash', 'crash']);
    expect(outcomes[0]).toMatchObject({ reason: expect.stringMatching(/ENOENT/) });
  });

  test('a stack that keeps hanging is given up, in later rounds too', async () => {
    const hang: FakeKernel = { fault: { at: 'sample', kind: 'hang' } };
    const kernels = { a: hang, b: hang, c: {}, d: {} };
    const { outcomes } = await runFake({
      kernels,
      rounds: 2,
      tunables: { giveUpAfter: 2, sampleTimeoutMs: 300 },
    });
    expect(outcomes.map(({ status }) => status)).toEqual([
      'timeout',
      'timeout',
      ...Array.from({ length: 6 }, () => 'skipped'),
    ]);
    expect(outcomes.at(-1)).toMatchObject({
      reason: expect.stringMatching(/given up after 2 cases in a row ended as timeout.*'sample'/s),
    });
  });

  test('a device that is another one than was found is not measured', async () => {
    const kernels = { one: {} };
    const { outcomes } = await runFake({
      kernels,
      driver: fakeDriver(kernels, { describe: { facts: { adapter: 'another' } } }),
    });
    expect(outcomes[0]).toMatchObject({
      status: 'skipped',
      reason: expect.stringMatching(/adapter was "fake" and is "another"/),
    });
  });

  test('a description nested without end fails its launch, not the run', async () => {
    const deep = fakeDriver({}, { describe: { fault: { at: 'describe', kind: 'deep' } } });
    const { outcomes } = await runFake({ kernels: { one: {} }, driver: deep });
    expect(outcomes[0]).toMatchObject({
      status: 'crash',
      reason: expect.stringMatching(/nested more than 64 levels/),
    });
  });

  test('replies may come on descriptor 3, with stdout as log', async () => {
    const kernels = { one: {}, bad: { fault: { at: 'sample', kind: 'closes-replies' } } } as const;
    const { byVariant } = await runFake({
      kernels,
      driver: fakeDriver(kernels, { replies: 'fd3' }),
    });
    expect(byVariant.one?.status).toBe('ok');
    expect(byVariant.bad?.status).toBe('crash');
  });
});

describe.concurrent('verification', { timeout: 30_000 }, () => {
  test.each([
    ['drop-k', /^Exact gate: /],
    ['unwritten-edge', /^Exact gate: element 119 \(row 11, column 9 of 12 × 10\) is NaN.*1 of 120/],
    ['all-nan', /^Exact gate: .* 120 of 120/],
    ['one-element', /^Exact gate: element 60 \(row 6, column 0.*1 of 120/],
    ['integers-only', /^Random gate: /],
  ] as const)('%s is a wrong result, without a speed', async (wrong, reason) => {
    const { byVariant } = await runFake({ kernels: { naive: { wrong } }, dataTypes: ['f16'] });
    expect(byVariant.naive).toMatchObject({
      status: 'wrong-result',
      reason: expect.stringMatching(reason),
      verification: {
        gates: expect.arrayContaining([
          expect.objectContaining({ gate: 'exact', output: 'c', method: 'whole' }),
        ]),
      },
    });
    expect(byVariant.naive).not.toHaveProperty('kernelNs');
  });

  test('big outputs are verified by checksums of all their elements', async () => {
    const { byVariant } = await runFake({
      kernels: { right: {}, wrong: { wrong: 'one-element' }, nan: { wrong: 'unwritten-edge' } },
      tunables: { wholeReferenceMacs: 1 },
    });
    expect(byVariant.right).toMatchObject({
      status: 'ok',
      verification: {
        gates: [
          { gate: 'exact', method: 'checksum', compared: 12 },
          { gate: 'random', passed: true },
          { gate: 'random', passed: true, timed: true },
        ],
      },
    });
    expect(byVariant.wrong).toMatchObject({
      status: 'wrong-result',
      reason: expect.stringMatching(/weighted sum from \[6, 0\] to \[6, 9\].*1 of 12/),
    });
    expect(byVariant.nan?.status).toBe('wrong-result');
  });
});

describe.concurrent('prediction', { timeout: 30_000 }, () => {
  const slow = { kernels: { naive: { flopsPerNs: 1e-6 } } };
  const problems = ['m=120,n=100,k=80', 'm=12,n=10,k=8'];
  // No sample can have taken longer than its timeout.
  const patient = { sampleTimeoutMs: 60_000 };

  test('a case that would overrun its budget is skipped, smaller ones having run first', async () => {
    const { outcomes } = await runFake({ ...slow, problems, tunables: patient });
    expect(outcomes.map(({ status }) => status)).toEqual(['ok', 'skipped']);
    expect(outcomes[1]).toMatchObject({
      reason: expect.stringMatching(
        /Predicted to need 7680 s: naive reached 0.00000100 GFLOP\/s on m=12,n=10,k=8. The budget of a case is 60 s. Measure it with --case-budget 7681, or everything with --force./,
      ),
    });
  });

  test('a case of which nothing was known is given up once a repetition has told', async () => {
    const kernels = { naive: { flopsPerNs: 1e-7 } };
    const { outcomes } = await runFake({ kernels, tunables: patient });
    expect(outcomes).toMatchObject([
      {
        status: 'skipped',
        reason:
          'Predicted to need 77 s: a repetition took 19.2 s. The budget of a case is 60 s. ' +
          'Measure it with --case-budget 78, or everything with --force.',
        verification: { gates: [{ gate: 'exact', passed: true }] },
      },
    ]);
  });

  test('without a budget it runs', async () => {
    const tunables = { ...patient, caseBudgetMs: noCaseBudgetMs };
    const { outcomes } = await runFake({ ...slow, problems, tunables });
    expect(outcomes.map(({ status }) => status)).toEqual(['ok', 'ok']);
  });
});

describe.concurrent('best', { timeout: 30_000 }, () => {
  const kernels = {
    slow: { flopsPerNs: 1 },
    fast: { flopsPerNs: 4 },
    wrong: { flopsPerNs: 16, wrong: 'integers-only' },
    crashes: { flopsPerNs: 16, fault: { at: 'sample', kind: 'crash' } },
  } as const;

  test('chooses the fastest verified variant of those just measured, and measures it anew', async () => {
    const { byVariant, events } = await runFake({ kernels, cases: ['*'] });
    expect(byVariant.best).toMatchObject({ status: 'ok', chosenVariant: 'fast' });
    expect(kernelNs(byVariant.best) / (flops / 4)).toBeCloseTo(1, 3);
    const bestStart = events.findIndex(
      ({ type, ...e }) => type === 'case-start' && 'case' in e && e.case.includes('best'),
    );
    const builds = events.slice(bestStart).filter((e) => e.type === 'phase' && e.phase === 'build');
    expect(builds).toHaveLength(1);
  });

  test('races the variants when none was measured', async () => {
    const { byVariant } = await runFake({ kernels, cases: ['gemm/best'] });
    expect(byVariant.best).toMatchObject({ status: 'ok', chosenVariant: 'fast' });
  });

  test('fails with every reason when no variant is right', async () => {
    const { byVariant } = await runFake({
      kernels: { one: { wrong: 'all-nan' }, two: { wrong: 'drop-k' } },
      cases: ['gemm/best'],
    });
    expect(byVariant.best).toMatchObject({
      status: 'wrong-result',
      reason: expect.stringMatching(/one \(wrong-result\).*two \(wrong-result\)/),
    });
  });
});

describe.concurrent('rounds', { timeout: 30_000 }, () => {
  test('launch every stack once each', async () => {
    const stacks = ['a', 'b', 'c'].map((name) => ({ ...fakeStack, id: `webgpu:fake/${name}` }));
    const tunables = { minDeviceMs: 1, minSamples: 1, targetInterval: 100, maxDeviceMs: 10 };
    const { events } = await runFake({ kernels: { naive: {} }, stacks, rounds: 2, tunables });
    const launches = events.filter((event) => event.type === 'launch-start');
    expect(launches.map(({ round }) => round)).toEqual([0, 0, 0, 1, 1, 1]);
    expect(new Set(launches.slice(0, 3).map(({ stack }) => stack)).size).toBe(3);
    expect(new Set(launches.slice(3).map(({ stack }) => stack)).size).toBe(3);
  });

  test('an interrupted case is recorded, later ones are not, and resuming runs just those', async () => {
    const kernels = {
      first: {},
      hangs: { fault: { at: 'sample', kind: 'hang' } },
      last: {},
    } as const;
    const interrupt = new AbortController();
    const { outcomes } = await runFake({
      kernels,
      signal: interrupt.signal,
      tunables: { sampleTimeoutMs: 60_000 },
      onEvent: (event) => {
        if (event.type === 'case-start' && event.case.includes('hangs')) {
          setTimeout(() => interrupt.abort(), 400);
        }
      },
    });
    expect(outcomes.map(({ status }) => status)).toEqual(['ok', 'interrupted']);
    const finished = outcomes.filter(({ status }) => status === 'ok');
    const rest = await runFake({ kernels: { ...kernels, hangs: {} }, finished });
    expect(rest.outcomes.map((each) => each.case.split(':')[0])).toEqual([
      'gemm/hangs',
      'gemm/last',
    ]);
  });

  test('what a listener throws ends the run and its worker', async () => {
    const thrown = runFake({
      kernels: { naive: {} },
      onEvent: (event) => {
        if (event.type === 'outcome') throw new BenchError('the disk is full');
      },
    });
    await expect(thrown).rejects.toThrow('the disk is full');
  });
});
