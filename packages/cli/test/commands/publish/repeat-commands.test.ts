import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { planRun, readRunFile, type RunPlan } from '@stackbench/engine';
import { loadCatalog } from '@stackbench/kernels';
import { provideClient, digestRun, renderPublication, type RunDigest } from '@stackbench/report';
import type { FoundStack } from '@stackbench/workers';
import { expect, test } from 'vitest';
import { fakeDriver } from '../../../../engine/test/fake/fake-stack.ts';
import { aggregate } from '../../../../report/src/analysis/publication/aggregate.ts';
import {
  indexPublication,
  type PublicationIndex,
} from '../../../../report/src/analysis/publication/publication-index.ts';
import { views } from '../../../../report/src/publish/views/index.ts';
import { makeView } from '../../../../report/src/publish/views/make-view.ts';
import {
  gemmCase,
  launches,
  madeRun,
  madeStack,
} from '../../../../report/test/publish/make-publication.ts';
import { commonOptions } from '../../../src/arguments/option.ts';
import { parseOptions } from '../../../src/arguments/parse-options.ts';
import { runCommand } from '../../../src/commands/run/command.ts';
import { readRunOptions } from '../../../src/commands/run/options.ts';

const results = join(import.meta.dirname, '../../../../../results/published');

/** The newest run that is published, and a made-up one of stacks whose names a shell would read otherwise. */
async function readDigests(): Promise<RunDigest[]> {
  const newest = `runs/${readdirSync(join(results, 'runs')).toSorted().at(-1)}`;
  const run = await readRunFile(join(results, newest));
  return [digestRun(newest, run), digestRun('runs/odd', odd())];
}

const oddIds = [
  "cuda:13.0@/opt/it's here",
  'cuda:13.0@~/tool kits/$(reboot)',
  'pytorch:venv/`a` && b; c',
  'pytorch:conda/x[1]{a,b}*?',
  String.raw`pytorch:venv/back\slash "quoted" | piped`,
  'webgpu:dawn/#1',
];

/** Others that the names above would fit as globs. */
const alike = ['pytorch:conda/x1azz', 'pytorch:conda/x1bzz'];

function odd() {
  const cases = [gemmCase('naive', 64, 'f32'), gemmCase('vectorized', 64, 'f32')];
  const run = madeRun({
    runId: 'odd',
    suite: 'quick',
    stacks: oddIds.map((id) => madeStack(id)),
    cases,
    outcomes: oddIds.flatMap((id) => cases.flatMap((record) => launches(id, record, 1e9, 7))),
  });
  run.header.dirty = true;
  return run;
}

/** Every command that a view of the page shows, at its first address and at each choice of each control. */
function onPage(index: PublicationIndex): string[] {
  const ofResults = index.entries.map(({ device, stack, run, case: record }) => [
    ['device', device.key],
    ['stack', stack.id],
    ['case', record.id],
    ['run', run.id],
  ]);
  return views.flatMap((view) => {
    const first = makeView(view, index, new Map());
    const choices = first.controls.flatMap(({ parameter, options }) =>
      options.map(({ value }) => [[parameter, value]]),
    );
    const addresses = view.name === 'result' ? ofResults : choices;
    return [[], ...addresses].flatMap((parameters) => {
      const shown = makeView(view, index, new Map(parameters as [string, string][]));
      expect(shown.title).not.toBe('This view cannot be shown');
      return shown.blocks
        .flatMap((block) => (block.kind === 'table' ? block.rows.flat() : []))
        .flatMap(({ code, text }) => (code === true ? [text] : []));
    });
  });
}

/** The commands of a CSV file's last column. */
function inCsv(csv: string): string[] {
  const rows = csv.trimEnd().split('\r\n').slice(1);
  return rows
    .map((row) => /,(?:"((?:[^"]|"")*)"|([^,]*))$/.exec(row)!)
    .map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain!);
}

/** What a reader copies of a Markdown file's code. */
function inMarkdown(markdown: string): string[] {
  return [...markdown.matchAll(/<code>(.*?)<\/code>/g)].map(([, code]) =>
    code!.replaceAll(/&#(\d+);/g, (_, number) => String.fromCodePoint(Number(number))),
  );
}

/** What bash makes of each command: the arguments of `pnpm bench`. */
function readByShell(commands: readonly string[]): string[][] {
  const stubs = `git() { [ "$1" = checkout ] && [ $# = 2 ]; }; npx() { printf '%s\\0' "$@"; printf '\\n\\0'; }`;
  const script = [stubs, ...commands, ''].join('\n');
  const { stdout, stderr, status } = spawnSync('bash', ['-eu'], {
    input: script,
    encoding: 'utf8',
  });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout
    .split('\n\0')
    .slice(0, -1)
    .map((words) => words.split('\0').slice(0, -1))
    .map(([yes, manager, bench, ...rest]) => {
      expect([yes, manager, bench]).toEqual(['-y', 'pnpm@12', 'bench']);
      return rest;
    });
}

test.skipIf(process.platform === 'win32')(
  'every command that a publication prints is read by shell and command line as it was meant, and planned',
  async () => {
    const digests = await readDigests();
    const index = indexPublication(aggregate(digests));
    const surroundings = { home: '/nobody', user: 'nobody', host: 'nowhere', environment: {} };
    const client = await provideClient();
    const files = renderPublication({ digests, readme: null, client, surroundings });
    const text = (name: string) => Buffer.concat([...files.get(name)!]).toString('utf8');
    const printed = {
      page: onPage(index).filter((each) => each.includes('pnpm@12 bench')),
      csv: inCsv(text('results.csv')),
      readme: inMarkdown(text('README.md')).filter((each) => each.includes('bench --suite')),
    };
    expect(printed.csv).toHaveLength(index.entries.length);
    expect(printed.page.length).toBeGreaterThan(20);
    // The README names two for each problem, and what would decide.
    expect(printed.readme.length).toBeGreaterThan(4);
    const commands = [...new Set(Object.values(printed).flat())];
    const read = readByShell(commands);
    expect(read).toHaveLength(commands.length);

    const catalog = await loadCatalog();
    const ids = new Set([...index.publication.stacks.map(({ id }) => id), ...alike]);
    const stacks = [...ids].map((id): FoundStack => {
      const computes = ['wgsl', 'cu', 'library', 'compiled'];
      return { stack: { ...madeStack(id), computes }, driver: fakeDriver({}) };
    });
    const options = [...runCommand.options, ...commonOptions];
    const plans = new Map<string, RunPlan>();
    for (const [i, args] of read.entries()) {
      const asked = readRunOptions(await parseOptions('run', args, options));
      // A plan takes 15 ms: of the common names one in eight is planned.
      const isOdd = asked.stackGlobs.some((id) => oddIds.includes(id));
      if (!isOdd && i % 8 > 0) continue;
      const plan = planRun({ ...asked, catalog, stacks, control: false });
      expect(stacksOf(plan).toSorted()).toEqual(asked.stackGlobs.toSorted());
      // What would decide a ranking of many cases names them by a glob.
      const isGlob = asked.cases.some((id) => id.includes('*'));
      const wanted = isGlob ? casesOf(plan) : asked.cases;
      expect(wanted.length).toBeGreaterThan(0);
      expect(casesOf(plan).toSorted()).toEqual(wanted.toSorted());
      plans.set(commands[i]!, plan);
    }
    expect(plans.size).toBeGreaterThan(30);
    for (const [i, { stack, case: record, run }] of index.entries.entries()) {
      const plan = plans.get(printed.csv[i]!);
      if (plan === undefined) continue;
      expect(stacksOf(plan)).toContain(stack.id);
      expect(casesOf(plan)).toContain(record.id);
      expect(plan).toMatchObject({ rounds: run.rounds, tunables: { seed: run.seed } });
    }
  },
);

function stacksOf({ stacks }: RunPlan): string[] {
  return stacks.map(({ stack }) => stack.id);
}

function casesOf({ cases }: RunPlan): string[] {
  return cases.map(({ record }) => record.id);
}
