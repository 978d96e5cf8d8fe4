import type {
  AdapterLayer,
  DriverLayer,
  EnvironmentLayer,
  ToolkitLayer,
  VulkanDriver,
} from '@stackbench/model';
import { escapeControl, hang, padEnd } from '@stackbench/report/text';
import type { DoctorReport } from '../report.ts';
import { renderEnvironments } from './render-environments.ts';
import { renderExperiments } from './render-experiments.ts';
import { renderFindings } from './render-findings.ts';
import { renderLayer, type RenderOptions } from './render-layer.ts';

/** The layers as people read them, and what is wrong with them. */
export function renderReport(report: DoctorReport, options: RenderOptions): string {
  const { width, paint } = options;
  const { driver, toolkits, environments, adapters, vulkanDrivers } = report;
  const { findings, experiments } = report;
  return [
    ...renderLayer('Driver', describeDriver(driver), options),
    '',
    ...renderToolkits(toolkits, environments, options),
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

/** `580.65.06 · serves CUDA ≤ 13.0 · libcuda /usr/lib/… (libcuda1 580.65.06)` */
export function describeDriver({
  moduleVersion,
  cudaCeiling,
  libcuda,
  gpu,
  problem,
}: DriverLayer): string {
  if (moduleVersion === null && libcuda === null) {
    const more = problem?.reason.replace(/^No NVIDIA driver is loaded\.\s*/, '') ?? '';
    return more === ''
      ? 'none: no program here computes on a GPU of NVIDIA'
      : `none found. ${more}`;
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

function renderToolkits(
  toolkits: readonly ToolkitLayer[],
  environments: readonly EnvironmentLayer[],
  options: RenderOptions,
): string[] {
  const { width, paint } = options;
  // What only serves an environment stands with that.
  const isServing = ({ kind, nvcc, prefix }: ToolkitLayer) =>
    kind === 'environment' &&
    nvcc === null &&
    environments.some((each) => `${prefix}/`.startsWith(`${each.prefix}/`));
  const [serving, shown] = [
    toolkits.filter(isServing),
    toolkits.filter((each) => !isServing(each)),
  ];
  if (shown.length === 0) {
    return [...renderLayer('Toolkits', 'none outside the environments', options), ''];
  }
  return [
    paint('heading', 'Toolkits'),
    ...shown.flatMap((toolkit) =>
      hang(
        `  ${padEnd(toolkit.version ?? '?', 6)}`,
        escapeControl(`${describePlace(toolkit)}: ${describeToolkit(toolkit)}`),
        width,
      ),
    ),
    ...(serving.length === 0
      ? []
      : hang(
          '  ',
          `and ${serving.length} without nvcc, which serve the environments below`,
          width,
        )),
    '',
  ];
}

function describePlace({ name, prefix }: ToolkitLayer): string {
  return name === null ? prefix : `${name} (${prefix})`;
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
