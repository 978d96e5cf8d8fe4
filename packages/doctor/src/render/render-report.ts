import type {
  AdapterLayer,
  DriverLayer,
  EnvironmentLayer,
  ServedLibrary,
  ToolkitLayer,
  VulkanDriver,
} from '@stackbench/model';
import type { Paint } from '@stackbench/report/style';
import { escapeControl, hang, padEnd } from '@stackbench/report/text';
import type { DoctorReport } from '../report.ts';
import { renderColumns } from './columns.ts';
import { renderExperiments } from './render-experiments.ts';
import { renderFindings } from './render-findings.ts';
import { legendOf, markOf, workingVersion } from './owner-marks.ts';

export interface RenderOptions {
  width: number;
  paint: Paint;
}

/** The layers as people read them, and what is wrong with them. */
export function renderReport(report: DoctorReport, options: RenderOptions): string {
  const { width, paint } = options;
  const { driver, toolkits, environments, adapters, vulkanDrivers } = report;
  const { findings, experiments } = report;
  return [
    ...layer('Driver', describeDriver(driver), options),
    '',
    ...renderToolkits(toolkits, options),
    ...renderEnvironments(environments, options),
    '',
    ...renderAdapters(adapters, vulkanDrivers, options),
    '',
    ...(findings.length === 0
      ? [paint('top', 'No findings.')]
      : renderFindings(findings, { width, paint })),
    ...(experiments === undefined ? [] : ['', ...renderExperiments(experiments, { width, paint })]),
    '',
  ].join('\n');
}

const labelWidth = 14;

function layer(label: string, text: string, { width, paint }: RenderOptions): string[] {
  const lines = hang(padEnd(label, labelWidth), escapeControl(text), width);
  return lines.map((line, at) =>
    at === 0 ? paint('heading', padEnd(label, labelWidth)) + line.slice(labelWidth) : line,
  );
}

/** `580.65.06 · serves CUDA ≤ 13.0 · libcuda /usr/lib/… (libcuda1 580.65.06)` */
export function describeDriver({
  moduleVersion,
  cudaCeiling,
  libcuda,
  gpu,
  problem,
}: DriverLayer): string {
  if (moduleVersion === null && libcuda === null) {
    return 'none: no program here computes on a GPU of NVIDIA';
  }
  return [
    moduleVersion ?? 'no kernel module',
    ...(cudaCeiling === null ? [] : [`serves CUDA ≤ ${cudaCeiling}`]),
    libcuda === null
      ? 'no libcuda'
      : `libcuda ${libcuda.file}${libcuda.package === null ? '' : ` (${libcuda.package})`}`,
    ...(gpu === null ? [] : [`${gpu.name} (${gpu.computeCapability})`]),
    ...(problem === null ? [] : [problem.reason]),
  ].join(' · ');
}

function renderToolkits(toolkits: readonly ToolkitLayer[], options: RenderOptions): string[] {
  const { width, paint } = options;
  // What only serves its environment stands with the environment.
  const shown = toolkits.filter(({ kind, nvcc }) => kind !== 'environment' || nvcc !== null);
  if (shown.length === 0)
    return [...layer('Toolkits', 'none outside the environments', options), ''];
  return [
    paint('heading', 'Toolkits'),
    ...shown.flatMap((toolkit) =>
      hang(
        `  ${padEnd(toolkit.version ?? '?', 6)}`,
        escapeControl(`${toolkit.prefix}: ${describeToolkit(toolkit)}`),
        width,
      ),
    ),
    '',
  ];
}

function describeToolkit({ nvcc, hasHeaders, libraries, foundBy }: ToolkitLayer): string {
  const version = (name: string) => libraries[name]?.version ?? '';
  const library = (name: string, title: string) =>
    name in libraries ? `${title} ${version(name)}`.trim() : `no ${title}`;
  const compiler =
    nvcc === null
      ? 'libraries alone, no nvcc'
      : `nvcc ${nvcc.version ?? ''}`.trim() + (hasHeaders ? '' : ' without headers');
  const host =
    nvcc?.hostCompiler == null
      ? []
      : [`${nvcc.hostCompiler}${nvcc.newestGcc === null ? '' : `, up to gcc ${nvcc.newestGcc}`}`];
  return [
    compiler,
    library('cublas', 'cuBLAS'),
    library('cudnn', 'cuDNN'),
    ...host,
    `found by ${foundBy.join(', ')}`,
  ].join(' · ');
}

/** What stands in the table, with how many numbers of its version; the others are in the JSON. */
const columns = [
  ['cudart', 'runtime', 2],
  ['cublas', 'cuBLAS', 3],
  ['cudnn', 'cuDNN', 3],
  ['nvrtc', 'nvrtc', 2],
  ['nvJitLink', 'nvJitLink', 2],
] as const;

/** The table of environments: a library's version and whose it is. */
export function renderEnvironments(
  environments: readonly EnvironmentLayer[],
  { width, paint }: RenderOptions,
): string[] {
  if (environments.length === 0) {
    return [
      `${paint('heading', padEnd('Environments', labelWidth))}none with a framework for CUDA`,
    ];
  }
  const marks = new Set(
    environments.flatMap(({ libraries }) => Object.values(libraries).map(markOf)),
  );
  const rows = environments.map((environment) => [
    escapeControl(environment.id),
    escapeControl(describeFramework(environment)),
    ...columns.map(([name, , numbers]) => cellOf(environment, name, numbers)),
    environment.compilesWith === null
      ? ''
      : escapeControl(
          `${environment.compilesWith.version ?? '?'} (${environment.compilesWith.foundBy})`,
        ),
  ]);
  const heading = ['', 'torch', ...columns.map(([, title]) => title), 'compiles with'];
  return [
    paint('heading', 'Environments'),
    ...renderColumns(heading, rows, width),
    ...(marks.size === 0
      ? []
      : hang('  ', legendOf(marks), width).map((line) => paint('quiet', line))),
  ];
}

function describeFramework({ framework, failure, problem, proof }: EnvironmentLayer): string {
  if (framework === null) return '';
  const { name, version, cuda } = framework;
  const title = name === 'torch' ? (version ?? '?') : `${name} ${version ?? ''}`.trim();
  if (problem !== null) return `${title}, broken`;
  if (failure !== null && !failure.isCrash) return `${title}, cannot be imported`;
  if (failure !== null) return `${title}, dies at ${failure.step}`;
  if (name === 'torch' && cuda === null) return `${title}, CPU build`;
  return proof === 'none' ? `${title}, not looked into` : title;
}

function cellOf(
  { libraries }: EnvironmentLayer,
  name: (typeof columns)[number][0],
  numbers: number,
): string {
  const library = libraries[name];
  if (library === undefined) return '';
  const show = (each: ServedLibrary) => {
    const version = workingVersion(each)?.split('.').slice(0, numbers).join('.') ?? '?';
    return `${version} ${markOf(each)}`;
  };
  const cell = show(library);
  // cuBLASLt does most of cuBLAS's work: another one is worth a word.
  const under = name === 'cublas' ? libraries['cublasLt'] : undefined;
  return under === undefined || show(under) === cell ? cell : `${cell}, Lt ${show(under)}`;
}

function renderAdapters(
  adapters: readonly AdapterLayer[],
  vulkanDrivers: readonly VulkanDriver[],
  { width, paint }: RenderOptions,
): string[] {
  const title = paint('heading', 'WebGPU');
  if (adapters.length === 0) return [`${title}  not looked for`];
  const isSoftware = adapters.some(({ software, available }) => software && available);
  return [
    title,
    ...adapters.flatMap((adapter) =>
      hang(`  ${adapter.available ? '✓' : '✗'} `, escapeControl(describeAdapter(adapter)), width),
    ),
    ...describeVulkan(vulkanDrivers).flatMap((line) => hang('  ', escapeControl(line), width)),
    ...(isSoftware ? [paint('quiet', '  † computes on the CPU')] : []),
  ];
}

function describeAdapter({ id, available, software, reason, description }: AdapterLayer): string {
  const told = available ? description : reason;
  return `${shortId(id)}${software ? ' †' : ''}${told === null ? '' : `: ${told}`}`;
}

function describeVulkan(drivers: readonly VulkanDriver[]): string[] {
  const unused = drivers.filter((driver) => !isUsed(driver)).map(({ manifest }) => manifest);
  return [
    ...drivers.filter(isUsed).map(({ manifest, serves, fails }) => {
      const told = [
        ...(serves.length === 0 ? [] : [`serves ${serves.map(shortId).join(', ')}`]),
        ...(fails.length === 0 ? [] : [`fails for ${fails.map(shortId).join(', ')}`]),
      ];
      return `Vulkan driver ${manifest} ${told.join(', ')}`;
    }),
    ...(unused.length === 0
      ? []
      : [
          `Vulkan drivers whose hardware is not here: ${unused.map((file) => file.slice(file.lastIndexOf('/') + 1)).join(', ')}`,
        ]),
  ];
}

function isUsed({ serves, fails }: VulkanDriver): boolean {
  return serves.length + fails.length > 0;
}

function shortId(id: string): string {
  return id.replace(/^webgpu:/, '');
}
