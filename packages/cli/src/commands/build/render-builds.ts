import { count, escapeControl, hang, padEnd, type Paint, textWidth } from '@stackbench/report';
import type { CompilerBuild, KernelBuild } from '@stackbench/programs';

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

const columns = ['registers', 'shared', 'spilled'] as const;

/** Columns that do not fit beside each other follow below. */
function tableOf(kernels: readonly KernelBuild[], width: number, paint: Paint): string[] {
  const architectures = [...new Set(kernels.map(({ architecture }) => architecture))];
  const groups = Map.groupBy(kernels, ({ variant, pass, dataType }) =>
    [passName(variant, pass), dataType].join(' '),
  );
  const label = Math.max(...[...groups.keys()].map(textWidth));
  const cell = columns.reduce((sum, name) => sum + name.length + 2, 0);
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
        block.map(() => columns.map((name) => `  ${name}`).join('')),
      ),
      ...rows.map(({ name, builds }) =>
        line(
          name,
          builds.map((each) => cellOf(each, paint)),
        ),
      ),
    ];
  });
}

/** A variant's main pass goes by the variant's name alone. */
function passName(variant: string, pass: string): string {
  return variant.startsWith(`${pass}/`) ? variant : `${variant} (${pass})`;
}

/** The most that any build of a group takes. */
function cellOf(group: readonly KernelBuild[], paint: Paint): string {
  const widths = columns.map((name) => name.length);
  const line = (words: readonly string[]) =>
    words.map((word, at) => `  ${word.padStart(widths[at] ?? 0)}`).join('');
  if (group.length === 0) return line(['–', '', '']);
  if (group.some(({ result }) => !result.ok)) return paint('bad', line(['failed', '', '']));
  const most = (read: (build: KernelBuild) => number) => Math.max(...group.map(read));
  const spilled = most(({ result }) => (result.ok ? spilledBytes(result.resources) : 0));
  const numbers = line([
    String(most(({ result }) => (result.ok ? result.resources.registers : 0))),
    String(
      most(({ result, dynamicSharedBytes }) =>
        result.ok ? result.resources.sharedBytes + dynamicSharedBytes : 0,
      ),
    ),
    String(spilled),
  ]);
  return spilled > 0 ? paint('warning', numbers) : numbers;
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
