import type { KnownFacts } from '@stackbench/model';
import { describe, expect, it } from 'vitest';
import { excerptForPage } from '../../../src/publish/page-excerpt.ts';
import { views } from '../../../src/publish/views/index.ts';
import {
  indexPublication,
  type PublicationIndex,
} from '../../../src/analysis/publication/publication-index.ts';
import type { PlotView } from '../../../src/publish/views/plot-view.ts';
import type { Block, TableCell, TableView, View } from '../../../src/publish/views/view.ts';
import { failedOutcome } from '../../make-run.ts';
import { gemmCase, launches, madeRun, madeStack, publicationOf } from '../make-publication.ts';
import { madeSession } from '../made-session.ts';

const session = indexPublication(publicationOf(...madeSession()));
const gpu = 'nvidia-h200_driver-580.65.06_debian-gnu-linux-12';

function show(name: string, parameters: Record<string, string> = {}, index = session): View {
  const entry = views.find((each) => each.name === name);
  if (entry === undefined) throw new Error(`no view ${name}`);
  return entry.make(index, new Map(Object.entries(parameters)));
}

function table(view: View, id: string): TableView {
  const found = view.blocks.find((block) => block.kind === 'table' && block.id === id);
  if (found?.kind !== 'table') throw new Error(`no table ${id}`);
  return found;
}

function texts(rows: TableView['rows']): string[][] {
  return rows.map((row) => row.map(({ text }) => text));
}

function wordsOf(block: Block): readonly string[] {
  if (block.kind === 'text') return block.paragraphs;
  return block.kind === 'table' ? [block.empty ?? ''] : [];
}

function words(view: View): string {
  return [...(view.answer ?? []), ...view.blocks].flatMap(wordsOf).join(' ');
}

function lead(index: PublicationIndex): string | undefined {
  return column(table(show('overview', {}, index), 'matrix'), 'The fastest is ahead')[0];
}

/** The texts of a column. */
function column({ columns, rows }: TableView, title: string): (string | undefined)[] {
  const at = columns.findIndex((each) => each.title === title);
  return rows.map((row) => row[at]?.text);
}

function plots(view: View): PlotView[] {
  return [...(view.answer ?? []), ...view.blocks].filter((block) => block.kind === 'plot');
}

/** Variant, stack and share in percent of a row of the ladder. */
function share(row: readonly TableCell[]) {
  return [row[0]?.text, row[1]?.text, Math.round(Number(row[3]?.sort) * 100)];
}

function firstRatio(view: View): number {
  return Number(table(view, 'cases').rows[0]?.[1]?.sort);
}

/** One run of GEMM 1024³ with the given FLOP/s by stack and variant. */
function indexOf(
  speeds: Record<string, Record<string, number>>,
  type: 'f32' | 'f16' = 'f32',
): PublicationIndex {
  const variants = [...new Set(Object.values(speeds).flatMap((each) => Object.keys(each)))];
  const cases = variants.map((variant) => gemmCase(variant, 1024, type));
  const stacks = Object.keys(speeds).map((id) => madeStack(id));
  const outcomes = Object.entries(speeds).flatMap(([id, each]) =>
    cases.flatMap((record) => {
      const speed = each[record.variant];
      return speed === undefined
        ? [failedOutcome(id, record.id, 'unsupported', 'Not on this stack.')]
        : launches(id, record, speed);
    }),
  );
  return indexPublication(publicationOf(madeRun({ stacks, cases, outcomes })));
}

describe('every view', () => {
  it.each(views.map(({ name }) => name))(
    '%s survives an empty publication and a strange address',
    (name) => {
      const empty = indexPublication(publicationOf());
      const strange = { device: '__proto__', id: 'constructor', sort: 'x', problem: '<script>' };
      expect(show(name, {}, empty).title).not.toBe('');
      expect(show(name, strange).blocks.length).toBeGreaterThan(0);
    },
  );

  it.each(views.filter(({ name }) => name !== 'runs').map(({ name }) => name))(
    '%s never puts two devices into one table of numbers',
    (name) => {
      const view = show(name, { device: gpu });
      const all = JSON.stringify(
        view.blocks.filter((block) => block.kind !== 'table' || block.id !== 'unavailable'),
      );
      expect(all).not.toContain('swiftshader');
    },
  );

  it('links each measured throughput to its result, and a result to run, facts and command', () => {
    const row = table(show('case', { device: gpu }), 'stacks').rows[0] ?? [];
    const [, query] = row[2]?.href?.split('?') ?? [];
    const result = table(show('result', Object.fromEntries(new URLSearchParams(query))), 'result');
    const cells = new Map(result.rows.map(([name, value]) => [name?.text, value]));
    expect(cells.get('Run')?.href).toBe('runs/20260102T090000Z-standard-2bcdef.jsonl');
    expect(cells.get('Stack')?.href).toMatch(/^#stack\?/);
    expect(cells.get('Repeat it')?.text).toBe(
      "git checkout abcdef012345 && npx -y pnpm@12 bench --suite standard --stack cuda:13.0@/usr/local/cuda-13.0 --stack pytorch:venv/.venv --case 'gemm/library:m=4096,n=4096,k=4096;f32' --rounds 10 --seed 20260101",
    );
  });
});

describe('the result view', () => {
  const stack = madeStack('cuda:13.0@/usr/local/cuda-13.0');
  const record = gemmCase('library', 4096, 'f32');
  const reading = {
    smClockMhz: 1000,
    memoryClockMhz: 3201,
    powerW: 400,
    temperatureC: 60,
    throttleReasons: [],
    foreignProcesses: 0,
  };
  const conditions = { before: reading, after: { ...reading, powerW: 600 } };

  /** What the view says of launches in these conditions, at half of what an H200 does at 1 GHz. */
  function tell(more: object) {
    const halfOfClock = (132 * 256 * 1e9) / 2;
    const outcomes = launches(stack.id, record, halfOfClock).map((outcome) => ({
      ...outcome,
      kernelNs: [(record.flops / halfOfClock) * 1e9],
      ...more,
    }));
    const run = madeRun({ stacks: [stack], cases: [record], outcomes });
    const index = indexPublication(publicationOf(run));
    const address = { device: gpu, stack: stack.id, case: record.id };
    return new Map(
      texts(table(show('result', address, index), 'result').rows) as [string, string][],
    );
  }

  it('holds a number against the clock and the power that were there', () => {
    const cells = tell({ conditions });
    expect(cells.get('Around the samples')).toBe('1000 MHz, 500 W');
    expect(cells.get('Of what that clock allows')).toBe('50.0 % of H200 SXM, f32');
    expect(cells.get('Energy')).toBe('29.6 pJ an operation');
  });

  it('says nothing of a clock and a power that were not told', () => {
    const cells = tell({});
    expect(cells.get('Around the samples')).toBeUndefined();
    expect(cells.get('Energy')).toBeUndefined();
  });
});

describe('the case view', () => {
  it('repeats a number with the fastest that it is shown against', () => {
    const rows = table(show('case', { device: gpu }), 'stacks').rows.filter(
      (row) => row[2]?.sort !== null,
    );
    const [fastestStack] = rows[0]?.map(({ text }) => text) ?? [];
    const repeats = rows.map((row) => row.at(-1)?.text);
    expect(repeats.length).toBeGreaterThan(1);
    for (const repeat of repeats) expect(repeat).toContain(`--stack ${fastestStack} `);
    expect(repeats.some((repeat) => repeat?.match(/--stack /g)?.length === 2)).toBe(true);
  });
});

describe('the overview', () => {
  it('says in a sentence which stack wins, as the terminal does', () => {
    expect(words(show('overview', { device: gpu }))).toMatch(
      /^cuda:13\.0@\S+ and pytorch:venv\/\.venv are the same within 1 %, 1\.00\d× .*\(f32, library against library, geometric mean over the 6 problems\.\)/,
    );
  });

  it('ranks each data type by itself, libraries with libraries', () => {
    const rows = texts(table(show('overview', { device: gpu }), 'ranking').rows);
    const kinds = [...new Set(rows.map(([, type, by]) => `${type} ${by}`))];
    expect(kinds).toEqual(['f32 library', 'f32 kernels', 'f16 library', 'f16 kernels']);
    const libraries = rows.filter(([, , by]) => by === 'library').map(([stack]) => stack);
    expect(libraries.filter((stack) => stack?.startsWith('webgpu'))).toEqual([]);
  });

  it('has a column for each stack that measured something, and no other', () => {
    const { columns } = table(show('overview', { device: gpu, type: 'f16' }), 'matrix');
    const stacks = columns.map(({ title }) => title).filter((title) => title.includes(':'));
    expect(stacks.toSorted()).toEqual([
      'cuda:13.0@/usr/local/cuda-13.0',
      'pytorch:conda/ml',
      'pytorch:venv/.venv',
    ]);
  });

  it('tells throughput, share and variant of each stack, and turns its axes', () => {
    const index = indexOf({
      'cuda:13.0': { library: 10e12, naive: 1e12 },
      'webgpu:dawn/x': { naive: 5e12 },
    });
    const upright = table(show('overview', {}, index), 'matrix');
    expect(column(upright, 'cuda:13.0')[0]).toMatch(
      /^(10\.0|9\.9\d) TFLOP\/s ±.*\nfastest · library$/,
    );
    expect(column(upright, 'webgpu:dawn/x')[0]).toMatch(/\n(50|49)\.\d % · naive$/);
    const turned = table(show('overview', { rows: 'stacks' }, index), 'matrix');
    expect(turned.rows.map(([stack]) => stack?.text)).toEqual(['cuda:13.0', 'webgpu:dawn/x']);
    expect(turned.rows[1]?.[1]?.text).toBe(column(upright, 'webgpu:dawn/x')[0]);
  });

  it('draws a row for each stack, with the interval of each problem', () => {
    const [plot] = plots(show('overview', { device: gpu, type: 'f32' }));
    if (plot?.shape !== 'dots') throw new Error('no picture');
    expect(plot.rows.map(({ dots }) => dots.length)).toEqual([6, 6, 6, 6, 6]);
    const dots = plot.rows.flatMap((row) => row.dots);
    expect(dots.every(({ low, high, value }) => low! <= value && value <= high!)).toBe(true);
    expect(Math.max(...dots.map(({ value }) => value))).toBe(1);
  });

  it('draws some of very many problems, from the first on', () => {
    const cases = Array.from({ length: 500 }, (_, at) => gemmCase('library', 64 * (at + 1), 'f32'));
    const stacks = [madeStack('cuda:13.0'), madeStack('pytorch:venv/a')];
    const outcomes = stacks.flatMap(({ id }) =>
      cases.flatMap((each) => launches(id, each, 1e12, 1)),
    );
    const index = indexPublication(publicationOf(madeRun({ stacks, cases, outcomes })));
    const [plot] = plots(show('overview', {}, index));
    if (plot?.shape !== 'dots') throw new Error('no picture');
    expect(plot.rows.map(({ dots }) => dots.length)).toEqual([200, 200]);
    expect(plot.note).toContain('200 of 500 problems, evenly over their list; the table has all.');
  });

  it('opens on the run of the most rounds, not on the newest', () => {
    const record = gemmCase('library', 1024, 'f32');
    const run = (runId: string, rounds: number) =>
      madeRun({
        runId,
        startedAt: `2026-01-0${rounds === 1 ? 2 : 1}T00:00:00.000Z`,
        stacks: [madeStack('cuda:13.0'), madeStack('pytorch:venv/a')],
        cases: [record],
        outcomes: ['cuda:13.0', 'pytorch:venv/a'].flatMap((id) =>
          launches(id, record, 1e12, rounds),
        ),
      });
    const index = indexPublication(publicationOf(run('firm', 10), run('newest', 1)));
    const chosen = show('overview', {}, index).controls.find(({ label }) => label === 'Run');
    expect(chosen?.value).toBe('firm');
  });

  it('says both dates where it holds two runs against each other', () => {
    const record = gemmCase('library', 1024, 'f32');
    const runs = ['cuda:13.0', 'pytorch:venv/a'].map((id, at) =>
      madeRun({
        runId: id,
        startedAt: `2026-01-0${at + 1}T00:00:00.000Z`,
        stacks: [madeStack(id)],
        cases: [record],
        outcomes: launches(id, record, (at + 1) * 1e12),
      }),
    );
    const index = indexPublication(publicationOf(...runs));
    const view = show('overview', { run: 'all' }, index);
    expect(column(table(view, 'matrix'), 'Run')).toEqual(['2026-01-02 00:00, 2026-01-01 00:00']);
    expect(lead(index)).toBe('no other');
  });

  it('calls a lead clear only when the comparison says so', () => {
    const close = indexOf({
      'cuda:13.0': { library: 10e12 },
      'pytorch:venv/a': { library: 9.99e12 },
    });
    const far = indexOf({ 'cuda:13.0': { library: 10e12 }, 'pytorch:venv/a': { library: 8e12 } });
    expect(lead(close)).toMatch(/^same; 1\.\d % could have been told$/);
    expect(lead(far)).toMatch(/^clearly; 1\.\d % could have been told$/);
  });

  it('calls a lead of few rounds indicative, however far apart the times are', () => {
    const record = gemmCase('library', 1024, 'f32');
    const of = (rounds: number) =>
      indexPublication(
        publicationOf(
          madeRun({
            stacks: [madeStack('cuda:13.0'), madeStack('pytorch:venv/a')],
            cases: [record],
            outcomes: [
              ...launches('cuda:13.0', record, 10e12, rounds),
              ...launches('pytorch:venv/a', record, 8e12, rounds),
            ],
          }),
        ),
      );
    expect(lead(of(2))).toMatch(/^(indicative|undecided)/);
    expect(lead(of(6))).toMatch(/^indicative/);
    expect(lead(of(7))).toMatch(/^clearly/);
    expect(lead(of(1))).toBe('undecided');
  });

  it('decides between different variants of two stacks as between the same', () => {
    const speeds = { 'cuda:13.0': { library: 10e12 }, 'webgpu:dawn/nvidia-h200': { naive: 5e12 } };
    expect(lead(indexOf(speeds))).toMatch(/^clearly/);
  });

  it('never ranks a time of the host’s clock with those of the device’s', () => {
    const record = gemmCase('library', 1024, 'f32');
    const ids = ['cuda:13.0', 'webgpu:a/h200', 'webgpu:b/h200'];
    const index = indexPublication(
      publicationOf(
        madeRun({
          stacks: ids.map((id, at) => madeStack(id, at === 0 ? { hostClock: true } : {})),
          cases: [record],
          outcomes: ids.flatMap((id, at) => launches(id, record, (10 - at) * 1e12)),
        }),
      ),
    );
    const matrix = table(show('overview', {}, index), 'matrix');
    const first = (id: string) => column(matrix, id).map((text) => text?.includes('fastest'));
    expect(ids.map(first)).toEqual([
      [true, false],
      [false, true],
      [false, false],
    ]);
    expect(column(matrix, 'The fastest is ahead')[0]).toBe('no other');
    expect(column(matrix, 'cuda:13.0')[0]).toContain('‡');
  });

  it('keeps the result of the most rounds, and lets a failure count as new', () => {
    const record = gemmCase('library', 1024, 'f32');
    const stack = madeStack('cuda:13.0');
    const run = (day: number, rounds: number, speed: number) =>
      madeRun({
        runId: `run-${day}`,
        startedAt: `2026-01-0${day}T00:00:00.000Z`,
        stacks: [stack],
        cases: [record],
        outcomes: launches(stack.id, record, speed, rounds),
      });
    const current = (...runs: ReturnType<typeof run>[]) =>
      indexPublication(publicationOf(...runs)).current.map((entry) => entry.run.id);
    expect(current(run(1, 7, 9e12), run(2, 1, 10e12))).toEqual(['run-1']);
    expect(current(run(1, 7, 9e12), run(2, 7, 10e12))).toEqual(['run-2']);
    const crash = failedOutcome(stack.id, record.id, 'crash', 'gone');
    const broken = { ...run(3, 1, 1e12), outcomes: [crash] };
    expect(current(run(1, 7, 9e12), broken)).toEqual(['run-3']);
    expect(current(run(1, 7, 9e12), broken, run(4, 1, 9e12))).toEqual(['run-4']);
  });

  it('tells no difference that is smaller than what the A/A control found', () => {
    const record = gemmCase('library', 1024, 'f32');
    const cuda = madeStack('cuda:13.0');
    const control = { ...cuda, id: 'cuda:13.0#control', controlOf: cuda.id };
    const torch = madeStack('pytorch:venv/a');
    const index = indexPublication(
      publicationOf(
        madeRun({
          stacks: [cuda, control, torch],
          cases: [record],
          outcomes: [
            ...launches(cuda.id, record, 10e12),
            ...launches(control.id, record, 8e12),
            ...launches(torch.id, record, 9e12),
          ],
        }),
      ),
    );
    const view = show('overview', {}, index);
    expect(words(view)).toMatch(/cuda:13\.0 may differ from itself by 2\d %/);
    expect(lead(index)).toMatch(/^same; 2\d % could have been told$/);
  });

  it('leaves out a problem that no stack measured, and says that there is one', () => {
    const [small, large] = [512, 1024].map((size) => gemmCase('naive', size, 'f32'));
    const made = madeRun({
      stacks: [madeStack('cuda:13.0')],
      cases: [small!, large!],
      outcomes: [
        ...launches('cuda:13.0', small!, 1e12),
        failedOutcome('cuda:13.0', large!.id, 'timeout', 'No answer.'),
      ],
    });
    const matrix = table(show('overview', {}, indexPublication(publicationOf(made))), 'matrix');
    expect(matrix.rows).toHaveLength(1);
    expect(matrix.note).toContain('1 problem that no stack measured');
  });
});

describe('the ladder', () => {
  it('takes the library of the device as 100 %', () => {
    const index = indexOf({
      'cuda:13.0': { naive: 1e12, library: 10e12 },
      'webgpu:dawn/x': { naive: 0.5e12 },
    });
    const view = show('ladder', {}, index);
    expect(words(view)).toContain('100 % is the vendor’s library (cuda:13.0)');
    expect(table(view, 'variants').rows.slice(0, 3).map(share)).toEqual([
      ['library', 'cuda:13.0', 100],
      ['naive', 'cuda:13.0', 10],
      ['naive', 'webgpu:dawn/x', 5],
    ]);
  });

  it('says so when there is no library, and calls the column otherwise', () => {
    const view = show(
      'ladder',
      {},
      indexOf({ 'webgpu:dawn/x': { naive: 1e12, 'shared-tile': 2e12 } }),
    );
    expect(words(view)).toContain('No vendor’s library was measured');
    expect(table(view, 'variants').columns[3]?.title).toBe('Of the fastest');
  });

  it('gives what was not measured no share', () => {
    const view = show(
      'ladder',
      {},
      indexOf({ 'cuda:13.0': { library: 1e12 }, 'webgpu:dawn/x': { naive: 1e11 } }),
    );
    const missing = table(view, 'variants').rows.filter((row) => row[2]?.text === 'unsupported');
    expect(missing).toHaveLength(2);
    expect(missing.map((row) => [row[3]?.text, row[3]?.sort])).toEqual([
      ['', null],
      ['', null],
    ]);
  });
});

describe('WebGPU as % of native', () => {
  it('has only what both sides measured', () => {
    const view = show(
      'webgpu',
      {},
      indexOf({ 'cuda:13.0': { naive: 2e12, library: 10e12 }, 'webgpu:dawn/x': { naive: 1e12 } }),
    );
    const shares = (id: string) =>
      table(view, id).rows.map((row) => Math.round(Number(row[1]?.sort) * 100));
    expect(shares('fastest')).toEqual([10]);
    expect(shares('variants')).toEqual([50]);
    expect(
      table(show('webgpu', {}, indexOf({ 'webgpu:dawn/x': { naive: 1e12 } })), 'fastest').rows,
    ).toEqual([]);
  });

  it('is not called so of a software adapter', () => {
    const [, quick] = madeSession();
    const view = show('webgpu', {}, indexPublication(publicationOf(quick!)));
    expect(view.title).toBe('WebGPU in software beside native on the CPU');
    expect(view.intro).toContain('say nothing about WebGPU on a GPU');
  });
});

describe('the roofline', () => {
  it('draws the datasheet of a known device, and no roof of the points themselves', () => {
    const roofs = texts(table(show('roofline', { device: gpu, type: 'f32' }), 'roofs').rows);
    expect(roofs.map(([source, peak]) => [source, peak])).toEqual([['datasheet', '66.9 TFLOP/s']]);
  });

  it('draws no roof where none is known, and says what measures one', () => {
    const index = indexPublication(
      publicationOf(...madeSession().filter(({ header }) => header.suite === 'quick')),
    );
    const view = show('roofline', {}, index);
    expect(words(view)).toContain('No roof is drawn');
    expect(JSON.stringify(view.blocks)).toContain("--case 'copy/*'");
    expect(table(view, 'roofs').rows).toEqual([]);
    expect(plots(view).map((plot) => (plot.shape === 'scatter' ? plot.lines : null))).toEqual([[]]);
  });

  it('draws the 95 % interval of each point', () => {
    const plot = show('roofline', { device: gpu }).blocks.find((block) => block.kind === 'plot');
    if (plot?.shape !== 'scatter') throw new Error('no plot');
    expect(
      plot.points.every(
        ({ low, high, y }) => low !== null && high !== null && low <= y && y <= high,
      ),
    ).toBe(true);
  });
});

describe('a network', () => {
  it('sums each layer × its count, only where all layers were measured', () => {
    const rows = table(show('networks'), 'totals').rows;
    const cuda = rows.find((row) => row[0]?.text.startsWith('cuda'));
    expect(cuda?.[2]).toMatchObject({ text: 'no total', sort: null });
    expect(cuda?.[5]?.text).toBe('1 layer: ResNet-50 layer 5');
    const torch = rows.find((row) => row[0]?.text === 'pytorch:venv/.venv');
    const expected = (53 * 4e9) / (300e12 * 0.995);
    expect(Number(torch?.[2]?.sort) / 1e9).toBeCloseTo(expected, 5);
  });

  it('has no total when the runs do not hold all 53 operations', () => {
    const partial = indexPublication({
      ...session.publication,
      cases: session.publication.cases.filter(({ title }) => title !== 'ResNet-50 layer 23'),
    });
    const view = show('networks', {}, partial);
    expect(words(view)).toContain('only 43 of the 53 operations');
    expect(table(view, 'totals').rows).toEqual([]);
  });
});

describe('another network', () => {
  it('is summed from what its suite says of it, whatever its name and operation', () => {
    const layer = { network: 'Made-Net', batch: 4, count: 6, operations: 6 };
    const record = { ...gemmCase('library', 1024, 'f32'), layer };
    const made = madeRun({
      suite: 'made-net',
      stacks: [madeStack('cuda:13.0')],
      cases: [record],
      outcomes: launches('cuda:13.0', record, 10e12),
    });
    const view = show('networks', {}, indexPublication(publicationOf(made)));
    const totals = table(view, 'totals');
    expect(totals.caption).toBe('All 6 operations, Made-Net, batch 4, f32');
    const totalNs = Number(totals.rows[0]?.[2]?.sort);
    expect(totalNs / ((6 * record.flops) / 10e12) / 1e9).toBeCloseTo(1, 1);
    expect(Number(totals.rows[0]?.[3]?.text)).toBeCloseTo(4e9 / totalNs, -2);
  });
});

describe('the history', () => {
  it('names the facts that changed between two runs', () => {
    const view = show('history', { device: gpu, case: 'gemm/library:m=512,n=512,k=512;f32' });
    const torch = texts(table(view, 'runs').rows).filter(
      ([, stack]) => stack === 'pytorch:conda/ml',
    );
    expect(torch.map((row) => row[4])).toEqual(['', 'cuDNN: 9.10.2 → 9.13.0']);
  });
});

const historyRows = (index: PublicationIndex) =>
  texts(table(show('history', {}, index), 'runs').rows);
function plottedSeries(index: PublicationIndex) {
  const plot = show('history', {}, index).blocks.find(({ kind }) => kind === 'plot');
  if (plot?.kind !== 'plot' || plot.shape !== 'scatter') throw new Error('no plot');
  return plot.points.map(({ series }) => series);
}

describe('a case over several runs', () => {
  const record = gemmCase('naive', 1024, 'f32');
  const stack = madeStack('webgpu:dawn/nvidia-h200');

  /** Runs of one case at 1 TFLOP/s by the true count, each with what it changes. */
  function history(
    ...runs: readonly { digest?: string; flops?: number; facts?: KnownFacts }[]
  ): PublicationIndex {
    const made = runs.map(({ digest, flops = record.flops, facts = {} }, at) =>
      madeRun({
        runId: `made-${at}`,
        startedAt: `2026-01-0${at + 1}T00:00:00.000Z`,
        stacks: [madeStack(stack.id, facts)],
        cases: [{ ...record, flops }],
        outcomes: launches(stack.id, record, 1e12).map((outcome) => ({
          ...outcome,
          ...(digest === undefined ? {} : { programDigest: digest }),
        })),
      }),
    );
    return indexPublication(publicationOf(...made));
  }

  const [one, two] = ['1'.repeat(16), '2'.repeat(16)];

  it('is one series while the same program runs', () => {
    const index = history({ digest: one }, { digest: one });
    expect(new Set(plottedSeries(index))).toEqual(new Set([stack.id]));
    expect(historyRows(index)[1]?.slice(3, 5)).toEqual(['100 %', 'none']);
  });

  it.each([
    ['another program', { digest: one }, { digest: two }, `program: ${one} → ${two}`],
    ['other work', { digest: one, flops: 1e9 }, { digest: one }, 'FLOP: 1000000000 → 2147483648'],
    [
      'other numerics',
      { digest: one, facts: { mathMode: 'f32' } },
      { digest: one, facts: { mathMode: 'TF32' } },
      'math mode: f32 → TF32',
    ],
  ])('is joined to no result of %s, and says so', (_, before, after, said) => {
    const index = history(before, after);
    expect(plottedSeries(index)).toEqual([`${stack.id} (1)`, `${stack.id} (2)`]);
    expect(historyRows(index)[1]?.slice(3, 5)).toEqual(['', said]);
  });

  it('keeps the work that each run counted', () => {
    const { entries } = history({ flops: record.flops / 2 }, {});
    const [older, newer] = entries.map(({ rate }) => (rate?.perSecond ?? 0) / 1e12);
    expect(older).toBeCloseTo(0.5, 1);
    expect(newer).toBeCloseTo(1, 1);
  });
});

describe('what was not measured', () => {
  it('lists every failure with its reason, and stacks that could not run with their fix', () => {
    const view = show('failures');
    const statuses = new Set(texts(table(view, 'reasons').rows).map(([status]) => status));
    expect(statuses).toEqual(
      new Set([
        'wrong result',
        'timeout',
        'out of memory',
        'unsupported',
        'some launches left out',
      ]),
    );
    expect(table(view, 'unavailable').rows[0]?.map(({ text }) => text)).toEqual([
      'pytorch:conda/broken',
      expect.stringContaining('NVIDIA H200'),
      'torch cannot be imported: libcudart.so.12 is missing.',
      'Reinstall torch in this environment.',
    ]);
  });

  it('puts what needs a person before what merely is not supported', () => {
    const order = texts(table(show('failures'), 'reasons').rows).map(([status]) => status);
    expect(order.indexOf('unsupported')).toBeGreaterThan(order.indexOf('timeout'));
  });
});

describe('environment against environment', () => {
  it('shows the verdict, the facts that differ and what was left out', () => {
    const view = show('compare', { device: gpu, a: 'pytorch:conda/ml', b: 'pytorch:venv/.venv' });
    expect(words(view)).toMatch(/pytorch:venv\/\.venv takes 0\.9\d+× .* faster/);
    expect(texts(table(view, 'facts').rows).map(([name]) => name)).toContain('cuDNN');
  });

  it('says of one launch that it gives no interval, and no difference that it could have told', () => {
    const stacks = ['cuda:12', 'cuda:13'].map((id) => madeStack(id));
    const record = gemmCase('library', 512, 'f32');
    const outcomes = stacks.flatMap(({ id }) => launches(id, record, 1e12, 1));
    const run = madeRun({ stacks, cases: [record], outcomes });
    const told = words(show('compare', {}, indexPublication(publicationOf(run))));
    expect(told).toMatch(/inconclusive: one launch gives no interval\. /);
    expect(told).not.toContain('could have been told');
  });

  it('draws ratios with their intervals, and shades the margin', () => {
    const [against, cases] = plots(show('compare', { device: gpu }));
    if (against?.shape !== 'dots' || cases?.shape !== 'dots') throw new Error('no forest');
    expect(against.rows).toHaveLength(4);
    expect(against.band?.high).toBeCloseTo(1.01, 5);
    expect(cases.rows.every(({ dots: [dot] }) => dot!.low! <= dot!.value)).toBe(true);
  });

  it('opens on the fastest stack and the next of the run that tells most', () => {
    const index = indexOf({
      'pytorch:venv/slow': { library: 5e12 },
      'pytorch:venv/next': { library: 9e12 },
      'cuda:13.0': { library: 10e12 },
    });
    const { controls } = show('compare', {}, index);
    expect(controls.map(({ value }) => value).slice(1, 3)).toEqual([
      'cuda:13.0',
      'pytorch:venv/next',
    ]);
  });

  it('says the opposite when baseline and other are exchanged', () => {
    const there = show('compare', { device: gpu, a: 'pytorch:conda/ml', b: 'pytorch:venv/.venv' });
    const back = show('compare', { device: gpu, a: 'pytorch:venv/.venv', b: 'pytorch:conda/ml' });
    expect(firstRatio(there) * firstRatio(back)).toBeCloseTo(1, 10);
    expect(words(back)).toContain('slower');
  });
});

describe('what a comparison leaves out', () => {
  it('is told by cause, with the first cases and how many more', () => {
    const variants = ['naive', 'shared-tile', 'register-tile', 'vectorized'];
    const index = indexOf({
      'cuda:13.0': { library: 1e12, ...Object.fromEntries(variants.map((name) => [name, 1e12])) },
      'webgpu:dawn/x': { library: 2e12 },
    });
    const rows = texts(table(show('compare', {}, index), 'left-out').rows);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.[1]).toBe('4');
    expect(rows[0]?.[2]?.split('\n')).toHaveLength(4);
    expect(rows[0]?.[2]).toMatch(/and 1 more$/);
  });
});

it('draws throughput at sizes evenly over all, where they are many', () => {
  const stacks = ['cuda:12', 'cuda:13'].map((id) => madeStack(id));
  const cases = Array.from({ length: 300 }, (_, at) => gemmCase('naive', 64 + at, 'f32'));
  const outcomes = stacks.flatMap(({ id }) =>
    cases.flatMap((record) => launches(id, record, 1e12, 1, 3)),
  );
  const index = indexPublication(publicationOf(madeRun({ stacks, cases, outcomes })));
  const view = show('size', {}, index);
  const [plot] = plots(view);
  if (plot?.shape !== 'scatter') throw new Error('no lines');
  expect(plot.points).toHaveLength(2 * 200);
  expect(plot.note).toBe('200 of 300 problems, evenly over their sizes; the table has all.');
  expect(new Set(plot.points.map(({ x }) => x))).toContain(2 * 64 ** 3);
  expect(table(view, 'sizes').rows).toHaveLength(600);
});

describe('a comparison of which the page holds some cases', () => {
  it('counts over all of them', () => {
    const stacks = ['cuda:12', 'cuda:13'].map((id) => madeStack(id));
    const sizes = [256, 512, 768, 1024];
    const both = sizes.map((size) => gemmCase('library', size, 'f32'));
    const one = sizes.map((size) => gemmCase('naive', size, 'f32'));
    const outcomes = stacks.flatMap(({ id }, at) =>
      [...both, ...(at === 0 ? one : [])].flatMap((each) => launches(id, each, 1e12 * (1 + at))),
    );
    const run = madeRun({ stacks, cases: [...both, ...one], outcomes });
    const page = indexPublication(excerptForPage(publicationOf(run), 8));
    const view = show('compare', {}, page);
    const against = table(view, 'against');
    expect(table(view, 'cases').rows).toHaveLength(2);
    expect(column(against, 'Cases')).toEqual(['4']);
    expect(column(against, 'Left out')).toEqual(['4']);
    expect(words(view)).toMatch(/^Over 4 cases, of which 2 are on this page, cuda:12 takes/);
    expect(words(view)).toContain('4 cases had to be left out.');
    expect(table(view, 'left-out').caption).toBe('Left out, of the cases on this page');
  });
});

describe('a setup against a setup', () => {
  const ids = ['pytorch:system', 'pytorch:venv/torch-2.8-cu128', 'pytorch:venv/torch-2.15-cu132'];
  const record = gemmCase('library', 1024, 'f32');
  const publication = publicationOf(
    madeRun({
      stacks: ids.map((id) => {
        const [, setup] = id.split('/');
        return madeStack(id, setup === undefined ? {} : { setup });
      }),
      cases: [record],
      outcomes: ids.flatMap((id, at) => launches(id, record, (at + 1) * 1e12)),
    }),
  );

  it('is told by their names', () => {
    const view = show('compare', {}, indexPublication(publication));
    expect(words(view)).toMatch(/setup torch-2\.(15|8)-\S+ takes .* the time of setup torch-2/);
    expect(view.controls.flatMap(({ options }) => options.map(({ label }) => label))).toEqual(
      expect.arrayContaining(['pytorch:system', 'setup torch-2.8-cu128', 'setup torch-2.15-cu132']),
    );
  });
});

describe('an operation that moves bytes', () => {
  const gpuStack = madeStack('cuda:13.0@/usr/local/cuda-13.0');
  const record = {
    ...gemmCase('naive', 1024, 'f32'),
    id: 'softmax/naive:rows=1024,columns=1024;f32',
    operation: 'softmax',
    problem: 'rows=1024,columns=1024',
    work: 'bytes' as const,
    flops: 5e6,
    bytes: 8e6,
  };
  // 2.5 TFLOP/s of it move 4 TB/s.
  const outcomes = launches(gpuStack.id, record, 2.5e12);
  const index = indexPublication(
    publicationOf(madeRun({ stacks: [gpuStack], cases: [record], outcomes })),
  );

  it('is told in bytes a second, on the axis too', () => {
    const size = show('size', {}, index);
    expect(table(size, 'sizes').columns[1]).toMatchObject({ title: 'GB' });
    expect(texts(table(size, 'sizes').rows)[0]?.[4]).toMatch(/^[34]\.\d+ TB\/s/);
    expect(size.blocks[0]).toMatchObject({ x: { title: 'Work (B)' }, y: { format: 'B/s' } });
    expect(show('history', {}, index).blocks[0]).toMatchObject({ y: { title: 'B/s' } });
  });

  it('is no roof: what is measured comes of copies alone', () => {
    const unknown = madeStack('cuda:13.0', { gpu: 'A card without datasheet' });
    const made = madeRun({
      stacks: [unknown],
      cases: [record],
      outcomes: launches(unknown.id, record, 2.5e12),
    });
    const view = show('roofline', {}, indexPublication(publicationOf(made)));
    expect(words(view)).toContain('No roof is drawn');
    expect(table(view, 'roofs').rows).toEqual([]);
  });

  it('stands in the roofline by its operations, as a share of the bandwidth', () => {
    const points = table(show('roofline', {}, index), 'points');
    const [row] = points.rows;
    expect(row?.[1]?.text).toBe('0.625');
    expect(row?.[4]?.text).toMatch(/TB\/s/);
    // Of the 4.8 TB/s of an H200.
    expect(Number(row?.[5]?.sort)).toBeCloseTo(4 / 4.8, 1);
  });
});

describe('copies', () => {
  const ids = ['cuda:13.0', 'webgpu:dawn/x'] as const;
  const copy = {
    ...gemmCase('vectorized', 1024, 'f32'),
    id: 'copy/vectorized:n=67108864;f32',
    operation: 'copy',
    problem: 'n=67108864',
    work: 'bytes' as const,
    flops: 0,
    bytes: 5e8,
  };
  const moving = {
    ...copy,
    id: 'softmax/naive:rows=1024,columns=1024;f32',
    operation: 'softmax',
    problem: 'rows=1024,columns=1024',
    flops: 5e6,
    bytes: 8e6,
  };
  const gemm = gemmCase('naive', 1024, 'f32');
  const bytesAt = (id: string, record: typeof copy, perSecond: number) =>
    launches(id, { ...record, flops: record.bytes }, perSecond);
  const indexOn = (name: string) =>
    indexPublication(
      publicationOf(
        madeRun({
          stacks: ids.map((id) => madeStack(id, { gpu: name })),
          cases: [copy, moving, gemm],
          outcomes: [
            ...bytesAt(ids[0], copy, 2e12),
            ...bytesAt(ids[1], copy, 1e12),
            ...bytesAt(ids[0], moving, 1e12),
            ...launches(ids[0], gemm, 10e12),
          ],
        }),
      ),
    );

  it('are the measured roofs, one for each stack, and no points', () => {
    const view = show('roofline', {}, indexOn('A card without datasheet'));
    const roofs = texts(table(view, 'roofs').rows);
    expect(roofs.map(([roof, peak, , ridge]) => [roof, peak, ridge])).toEqual([
      ['measured, cuda:13.0', 'not measured', ''],
      ['measured, webgpu:dawn/x', 'not measured', ''],
    ]);
    expect(roofs[0]?.[2]).toMatch(/^[12]\.\d+ TB\/s$/);
    expect(roofs[0]?.[4]).toContain('95 % interval');
    const problems = column(table(view, 'points'), 'Problem');
    expect(problems).toHaveLength(2);
    expect(problems.join()).not.toContain('n=67108864');
    expect(column(table(view, 'points'), 'Of the measured roof')).toContainEqual(
      expect.stringMatching(/^(49|50)\.?\d* %$/),
    );
    const [plot] = plots(view);
    expect(plot?.shape === 'scatter' && plot.lines).toHaveLength(1);
  });

  it('give the ridge beside that of the datasheet', () => {
    const view = show('roofline', {}, indexOn('NVIDIA H100 80GB HBM3'));
    const ridges = table(view, 'roofs').rows.map((row) => Math.round(Number(row[3]?.sort)));
    expect(ridges[2]).toBe(Math.round(66.9 / 3.35));
    expect(ridges[0]).toBeGreaterThanOrEqual(33);
    expect(table(view, 'points').columns.map(({ title }) => title)).toEqual(
      expect.arrayContaining(['Of the measured roof', 'Of the datasheet roof']),
    );
  });
});

describe('the runs', () => {
  const record = gemmCase('library', 1024, 'f32');
  const alone = madeRun({
    stacks: [madeStack('cuda:13.0')],
    cases: [record],
    outcomes: launches('cuda:13.0', record, 1e12),
  });
  const { header, footer } = alone;
  const gathered = {
    ...alone,
    header: { ...header, runId: 'gathered' },
    footer: {
      ...footer!,
      nodes: [
        { token: '00000000000a', shards: [0, 2] },
        { token: '00000000000b', shards: [1], odd: 'it takes 1.4× the time' },
      ],
    },
  };

  it('that were gathered tell their nodes, and how one is unlike the others', () => {
    const index = indexPublication(publicationOf(alone, gathered));
    const nodes = column(table(show('runs', {}, index), 'runs'), 'Nodes');
    expect(nodes).toEqual(['', '2, 1 odd: 00000000000b (1 shard): it takes 1.4× the time']);
  });

  it('of one machine have no such column', () => {
    const index = indexPublication(publicationOf(alone));
    const { columns } = table(show('runs', {}, index), 'runs');
    expect(columns.map(({ title }) => title)).not.toContain('Nodes');
  });
});
