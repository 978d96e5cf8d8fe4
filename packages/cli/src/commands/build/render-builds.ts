import { count, escapeControl, hang, padEnd, type Paint, textWidth } from '@stackbench/report';
import type {
  CompilerBuild,
  KernelBuild,
  MainLoop,
  PassCount,
  SharedPasses,
  StaticReport,
} from '@stackbench/programs';

/** What each compiler made of the kernels, as tables: a row a variant and data type, a column an architecture. */
export function renderBuilds(
  builds: readonly CompilerBuild[],
  width: number,
  paint: Paint,
): string {
  if (builds.length === 0) {
    return 'No compiler for CUDA was found. Install a CUDA Toolkit, or name its folder in CUDA_HOME.\n';
  }
  return builds.map((build) => `${renderToolkit(build, width, paint).join('\n')}\n`).join('\n');
}

function renderToolkit(
  { id, compiler, kernels, workers, problems }: CompilerBuild,
  width: number,
  paint: Paint,
): string[] {
  const heading = compiler === null ? id : `${id}, ${compiler}`;
  return [
    escapeControl(heading),
    ...problems.flatMap(({ reason, fix }) => [
      ...reason.split('\n').flatMap((line) => hang('  ', escapeControl(line), width)),
      ...hang('  fix: ', escapeControl(fix), width),
    ]),
    ...(kernels.length === 0 ? [] : tableOf(kernels, width, paint)),
    ...failuresOf(kernels, width, paint),
    ...(kernels.length === 0 ? [] : ['', `  ${summaryOf(kernels)}`]),
    ...workers.map(({ architecture, file }) =>
      paint('quiet', `  worker for ${architecture}: ${escapeControl(file)}`),
    ),
  ];
}

interface Column {
  name: string;
  width: number;
}

const columns: readonly Column[] = ['registers', 'shared', 'spilled'].map((name) => ({
  name,
  width: name.length,
}));

/**
 * With a report: how many blocks a multiprocessor holds, how often loads and stores pass over the banks of shared memory where once
 * would do, what share of the main loop's slots multiplies, and the share of the peak that this leaves at most.
 */
const reportColumns: readonly Column[] = [
  { name: 'blocks', width: 6 },
  { name: 'passes', width: '1.0/1.0'.length },
  { name: 'main loop', width: '100 % HGMMA'.length },
  { name: 'bound', width: '100 %'.length },
];

function columnsOf(kernels: readonly KernelBuild[]): readonly Column[] {
  const isReported = kernels.some(({ result }) => result.ok && result.report !== undefined);
  if (!isReported) return columns;
  // The line below the table says that none spills, and a terminal is narrow.
  const spills = kernels.some(({ result }) => result.ok && spilledBytes(result.resources) > 0);
  return [...columns.filter(({ name }) => spills || name !== 'spilled'), ...reportColumns];
}

/** Columns that do not fit beside each other follow below. */
function tableOf(kernels: readonly KernelBuild[], width: number, paint: Paint): string[] {
  const architectures = [...new Set(kernels.map(({ architecture }) => architecture))];
  const groups = Map.groupBy(kernels, ({ variant, pass, dataType }) =>
    [passName(variant, pass), dataType].join(' '),
  );
  const label = Math.max(...[...groups.keys()].map(textWidth));
  const shown = columnsOf(kernels);
  const cell = shown.reduce((sum, { width: wide }) => sum + wide + 2, 0);
  const fitting = Math.max(1, Math.floor((width - label - 2) / cell));
  const blocks = Array.from({ length: Math.ceil(architectures.length / fitting) }, (_, at) =>
    architectures.slice(at * fitting, (at + 1) * fitting),
  );
  const line = (start: string, cells: readonly string[]) =>
    `  ${padEnd(start, label)}${cells.join('')}`.trimEnd();
  return blocks.flatMap((block) => {
    const rows = [...groups]
      .map(([name, group]) => ({
        name,
        builds: block.map((each) => group.filter(({ architecture }) => architecture === each)),
      }))
      .filter(({ builds }) => builds.some((each) => each.length > 0));
    return [
      '',
      line(
        '',
        block.map((name) => padEnd(`  ${name}`, cell)),
      ),
      line(
        '',
        block.map(() => shown.map(({ name, width: wide }) => `  ${name.padStart(wide)}`).join('')),
      ),
      ...rows.map(({ name, builds }) =>
        line(
          name,
          builds.map((each) => cellOf(each, shown, paint)),
        ),
      ),
    ];
  });
}

/** A variant's main pass goes by the variant's name alone. */
function passName(variant: string, pass: string): string {
  return variant.startsWith(`${pass}/`) ? variant : `${variant} (${pass})`;
}

/** The most that any build of a group takes, and the least that it reaches. */
function cellOf(group: readonly KernelBuild[], shown: readonly Column[], paint: Paint): string {
  const line = (words: readonly string[]) =>
    shown.map(({ width }, at) => `  ${(words[at] ?? '').padStart(width)}`).join('');
  if (group.length === 0) return line(['–']);
  if (group.some(({ result }) => !result.ok)) return paint('bad', line(['failed']));
  const most = (read: (build: KernelBuild) => number) => Math.max(...group.map(read));
  const spilled = most(({ result }) => (result.ok ? spilledBytes(result.resources) : 0));
  const shared = most(({ result, dynamicSharedBytes }) =>
    result.ok ? result.resources.sharedBytes + dynamicSharedBytes : 0,
  );
  const numbers = line([
    String(most(({ result }) => (result.ok ? result.resources.registers : 0))),
    String(shared),
    ...(shown.some(({ name }) => name === 'spilled') ? [String(spilled)] : []),
    ...reportCells(group.flatMap(({ result }) => (result.ok ? (result.report ?? []) : []))),
  ]);
  return spilled > 0 ? paint('warning', numbers) : numbers;
}

/** Of the issue slots of a loop, those that multiply. */
function shareOf({ products, slots }: MainLoop): number {
  return products / slots;
}

/** No more than it is. */
const percent = (share: number) => `${Math.floor(100 * share)} %`;

function reportCells(reports: readonly StaticReport[]): string[] {
  if (reports.length === 0) return [];
  const blocks = reports.map((report) => report.blocksPerMultiprocessor ?? Number.NaN);
  const loops = reports.flatMap(({ mainLoop }) => mainLoop ?? []);
  const [least] = loops.toSorted((a, b) => shareOf(a) - shareOf(b));
  const fewest = Math.min(...blocks);
  const bounds = reports.flatMap(({ peakShare }) => peakShare ?? []);
  return [
    Number.isNaN(fewest) ? '–' : String(fewest),
    passesCell(reports.flatMap(({ sharedPasses }) => sharedPasses ?? [])),
    least === undefined ? '–' : `${percent(shareOf(least))} ${least.product}`,
    bounds.length === 0 ? '–' : percent(Math.min(...bounds)),
  ];
}

/** Of loads and of stores. */
function passesCell(counts: readonly SharedPasses[]): string {
  const cell = [
    mostPasses(counts.map(({ loads }) => loads)),
    mostPasses(counts.map(({ stores }) => stores)),
  ];
  return cell.every((each) => each === '–') ? '–' : cell.join('/');
}

/** No less than it is: 1.0 is without any conflict. */
function mostPasses(counts: readonly (PassCount | null)[]): string {
  const ratios = counts.flatMap((passes) =>
    passes === null || passes.fewest === 0 ? [] : passes.needed / passes.fewest,
  );
  return ratios.length === 0 ? '–' : (Math.ceil(10 * Math.max(...ratios)) / 10).toFixed(1);
}

function failuresOf(kernels: readonly KernelBuild[], width: number, paint: Paint): string[] {
  const failed = kernels.filter(({ result }) => !result.ok);
  // One of each group is enough to mend it.
  const groups = Map.groupBy(failed, ({ variant, dataType, architecture }) =>
    [variant, dataType, architecture].join(' '),
  );
  return [...groups].flatMap(([name, [first]]) => {
    const reason = first === undefined || first.result.ok ? '' : first.result.reason;
    return [
      '',
      `  ${paint('bad', name)}`,
      ...reason.split('\n').flatMap((line) => hang('    ', escapeControl(line), width)),
    ];
  });
}

function summaryOf(kernels: readonly KernelBuild[]): string {
  const built = kernels.flatMap(({ result }) => (result.ok ? [result] : []));
  const cached = built.filter((result) => result.cached).length;
  const spilling = built.filter(({ resources }) => spilledBytes(resources) > 0).length;
  const failed = kernels.length - built.length;
  return [
    `${count(built.length, 'build')} (${cached} kept from before)`,
    spilling === 0 ? 'none spills' : `${spilling} spilling`,
    ...(failed === 0 ? [] : [`${failed} failed`]),
  ].join(', ');
}

type Resources = Extract<KernelBuild['result'], { ok: true }>['resources'];

function spilledBytes({ spillStoreBytes, spillLoadBytes }: Resources): number {
  return spillStoreBytes + spillLoadBytes;
}
