import type { Facts } from './stack.ts';

/** Which part of a stack a fact tells of. */
export type FactLayer = 'device' | 'driver' | 'runtime' | 'library' | 'compiler' | 'environment';

/** What a fact's value is, in JSON. */
interface Values {
  text: string;
  number: number;
  flag: boolean;
  texts: string[];
  record: Facts;
}

/** What a fact means: all that any part of stackbench knows of it stands here. */
export interface Fact<Value extends keyof Values = keyof Values> {
  /** For people, as it stands before the value: `cuDNN`, `multiprocessors`. */
  label: string;
  layer: FactLayer;
  value: Value;
  /** Of a number, and only where its label does not name what is counted. */
  unit?: string;
  /** It may be published. It decides speed or numerics, and names neither person nor machine. */
  public: boolean;
  /** Runs that differ in it may be ranked together. False: they measured different things. */
  rankedTogether: boolean;
  /** Shown in one line with others, after this word; after none where the value speaks for itself. */
  glance?: string;
  /** Part of the digest of what is measured: it makes code of `sources`, or answers `calls` of a library. */
  digested?: 'sources' | 'calls';
}

type Details = Partial<Pick<Fact, 'unit' | 'rankedTogether' | 'glance' | 'digested'>>;

function described(isPublic: boolean) {
  return <const Value extends keyof Values>(
    layer: FactLayer,
    value: Value,
    label: string,
    details: Details = {},
  ): Fact<Value> => ({ rankedTogether: true, ...details, layer, value, label, public: isPublic });
}

/** A fact that may be published… */
const open = described(true);
/** …and one that stays in the run file. */
const kept = described(false);

/**
 * Every fact of every stack, by its name: a runner or worker emits no other. Of a fact that holds others
 * (`limits`), a row of its own (`limits.maxBufferSize`) tells what is particular to one of them.
 */
const rows = {
  // What computes.
  gpu: open('device', 'text', 'GPU', { glance: '', rankedTogether: false }),
  gpuIndex: open('device', 'number', 'number of the GPU'),
  gpuUuid: kept('device', 'text', 'identity of the GPU'),
  pciBusId: kept('device', 'text', 'PCI address'),
  migUuid: kept('device', 'text', 'identity of the MIG instance'),
  migMode: open('device', 'text', 'MIG', { rankedTogether: false }),
  persistenceMode: open('device', 'text', 'persistence mode'),
  eccMode: open('device', 'text', 'ECC', { rankedTogether: false }),
  otherGpus: open('device', 'texts', 'GPUs that were not measured', { glance: 'not measured:' }),
  device: open('device', 'text', 'device', { glance: 'on', rankedTogether: false }),
  description: open('device', 'text', 'description', { glance: '' }),
  vendor: open('device', 'text', 'vendor', { glance: '' }),
  architecture: open('device', 'text', 'architecture', { glance: '' }),
  adapterType: open('device', 'text', 'adapter type', { glance: '', rankedTogether: false }),
  isFallbackAdapter: open('device', 'flag', 'fallback adapter', { rankedTogether: false }),
  deviceReason: open('device', 'text', 'why not on a GPU', { glance: '' }),
  computeCapability: open('device', 'text', 'compute capability', {
    glance: 'compute capability',
    rankedTogether: false,
  }),
  multiprocessors: open('device', 'number', 'multiprocessors', { rankedTogether: false }),
  blockSharedBytes: open('device', 'number', 'shared memory of a block', { unit: 'bytes' }),
  l2Bytes: open('device', 'number', 'L2 cache', { unit: 'bytes' }),
  memoryBytes: open('device', 'number', 'memory', { unit: 'bytes' }),
  memoryMib: open('device', 'number', 'memory', { unit: 'MiB' }),
  clockKhz: open('device', 'number', 'clock rate', { unit: 'kHz' }),
  memoryClockKhz: open('device', 'number', 'memory clock rate', { unit: 'kHz' }),
  memoryBusBits: open('device', 'number', 'memory bus', { unit: 'bits' }),
  cpus: open('device', 'text', 'processors it may use'),
  cpuCapability: open('device', 'text', 'CPU instructions', { glance: '' }),
  threads: open('device', 'number', 'threads'),
  clock: open('device', 'text', 'timed by', { glance: 'timed by', rankedTogether: false }),
  hostClock: open('device', 'flag', "timed by the host's clock", { rankedTogether: false }),
  clockQuantumNs: open('device', 'number', "clock's quantum", { unit: 'ns' }),
  features: open('device', 'texts', 'features'),
  subgroupMinSize: open('device', 'number', 'smallest subgroup'),
  subgroupMaxSize: open('device', 'number', 'largest subgroup'),
  subgroupMatrixConfigs: open('device', 'texts', 'subgroup matrices'),
  limits: kept('device', 'record', 'limits'),
  'limits.maxBufferSize': open('device', 'number', 'largest buffer', { unit: 'bytes' }),
  'limits.maxStorageBufferBindingSize': open('device', 'number', 'largest storage binding', {
    unit: 'bytes',
  }),
  'limits.maxStorageBuffersPerShaderStage': open('device', 'number', 'storage buffers of a shader'),
  'limits.maxComputeWorkgroupStorageSize': open('device', 'number', 'workgroup memory', {
    unit: 'bytes',
  }),
  'limits.maxComputeInvocationsPerWorkgroup': open('device', 'number', 'threads of a workgroup'),
  'limits.maxComputeWorkgroupSizeX': open('device', 'number', 'workgroup threads along x'),
  'limits.maxComputeWorkgroupSizeY': open('device', 'number', 'workgroup threads along y'),
  'limits.maxComputeWorkgroupSizeZ': open('device', 'number', 'workgroup threads along z'),
  'limits.maxComputeWorkgroupsPerDimension': open('device', 'number', 'workgroups along one axis'),

  // What drives it.
  driver: open('driver', 'text', 'driver', { glance: '' }),
  driverVersion: open('driver', 'text', 'driver version', { glance: 'driver' }),
  driverCudaVersion: open('driver', 'text', 'driver for CUDA', { glance: 'driver for CUDA' }),
  vulkanDriverVersion: open('driver', 'number', 'Vulkan driver version'),
  vulkanManifest: open('driver', 'text', 'Vulkan manifest'),
  backend: open('driver', 'text', 'backend', { glance: '' }),

  // What runs programs on it.
  implementation: open('runtime', 'text', 'WebGPU of', { glance: '', digested: 'sources' }),
  implementationVersion: open('runtime', 'text', 'its version', {
    glance: '',
    digested: 'sources',
  }),
  executable: open('runtime', 'text', 'executable'),
  toggles: open('runtime', 'texts', 'switches', { digested: 'sources' }),
  version: open('runtime', 'text', 'CUDA Toolkit', { glance: 'CUDA Toolkit' }),
  prefix: open('runtime', 'text', 'folder'),
  runtimeVersion: open('runtime', 'text', 'CUDA runtime', { glance: 'CUDA runtime' }),

  // What computes in place of our kernels.
  cublasVersion: open('library', 'text', 'cuBLAS', { glance: 'cuBLAS', digested: 'calls' }),
  cublasFile: open('library', 'text', 'cuBLAS from'),
  cublasLtFile: open('library', 'text', 'cuBLASLt from'),
  cudnnVersion: open('library', 'text', 'cuDNN', { glance: 'cuDNN', digested: 'calls' }),
  cudnnFile: open('library', 'text', 'cuDNN from'),
  cudnnProblem: open('library', 'text', 'cuDNN fails'),
  torchVersion: open('library', 'text', 'torch', { glance: 'torch', digested: 'calls' }),
  torchBuild: open('library', 'text', 'torch build', { glance: '', digested: 'calls' }),
  torchCudaVersion: open('library', 'text', 'torch for CUDA', {
    glance: 'for CUDA',
    digested: 'calls',
  }),
  torchHipVersion: open('library', 'text', 'torch for ROCm', {
    glance: 'for ROCm',
    digested: 'calls',
  }),
  torchArchitectures: open('library', 'texts', 'torch built for'),
  torchInstalledBy: open('library', 'text', 'torch from', { glance: 'from' }),
  torchBroughtBy: open('library', 'text', 'torch brought by', {
    glance: 'by',
    rankedTogether: false,
  }),
  torchAlsoInstalledBy: open('library', 'texts', 'torch also from'),
  libraries: open('library', 'record', 'library', { digested: 'calls' }),
  loadedLibraries: open('library', 'texts', 'loaded libraries'),
  blas: open('library', 'text', 'BLAS', { glance: 'BLAS', digested: 'calls' }),
  mathMode: open('library', 'text', 'math mode', { rankedTogether: false, digested: 'calls' }),

  // What builds our kernels.
  nvcc: open('compiler', 'text', 'nvcc at'),
  nvccVersion: open('compiler', 'text', 'nvcc', { glance: 'nvcc', digested: 'sources' }),
  nvccBuild: open('compiler', 'text', 'nvcc build', { glance: '', digested: 'sources' }),
  hostCompiler: open('compiler', 'text', 'host compiler', { glance: '', digested: 'sources' }),
  newestGcc: open('compiler', 'number', 'newest GCC that nvcc takes'),
  architectures: open('compiler', 'texts', 'nvcc compiles for'),
  nvrtcVersion: open('compiler', 'text', 'NVRTC', { glance: 'NVRTC', digested: 'sources' }),
  nvrtcFile: open('compiler', 'text', 'NVRTC from'),
  nvrtcTarget: open('compiler', 'text', 'NVRTC compiles for', {
    glance: 'NVRTC compiles for',
    digested: 'sources',
  }),
  nvrtcArchitectures: kept('compiler', 'texts', 'NVRTC knows'),
  nvrtcProblem: open('compiler', 'text', 'NVRTC fails'),
  order: kept('compiler', 'text', 'order of blocks', { glance: 'order of blocks' }),
  sanitizer: kept('compiler', 'text', 'sanitizer', { glance: 'sanitizer', digested: 'sources' }),

  // Where it lies and how it is started.
  environment: open('environment', 'text', 'environment'),
  environmentKind: open('environment', 'text', 'kind of environment'),
  interpreter: open('environment', 'text', 'interpreter'),
  pythonVersion: open('environment', 'text', 'Python', { glance: 'Python' }),
  foundBy: open('environment', 'text', 'found by'),
  createdBy: open('environment', 'text', 'made by', { glance: 'made by' }),
  activatedBy: open('environment', 'text', 'activated by'),
  variables: open('environment', 'record', 'variable'),
  removedVariables: open('environment', 'texts', 'variables kept from it'),
  setup: open('environment', 'text', 'setup', { glance: 'setup' }),
  setupDigest: open('environment', 'text', 'setup as of'),
  lockDigest: open('environment', 'text', 'resolved to'),
  activation: open('environment', 'record', 'activation sets'),
  activationProblem: open('environment', 'text', 'activation fails', { glance: '' }),
} as const;

type Rows = typeof rows;
type RowName = keyof Rows;

/** The name of a fact that stands by itself. */
export type FactName = Exclude<RowName, `${string}.${string}`>;

/** The value of a fact; null where it was looked for and is not there. */
export type FactValue<Name extends FactName> = Values[Rows[Name]['value']] | null;

/** What a runner can know of a stack; undefined: nothing. */
export type KnownFacts = { readonly [Name in FactName]?: FactValue<Name> | undefined };

/** All facts that there are, by the name or the path that they have in a stack's facts. */
export const facts: ReadonlyMap<string, Fact> = new Map<string, Fact>(Object.entries(rows));

/** The facts of a stack, as runners state them; what is not known is left out. */
export function stateFacts(known: KnownFacts): Facts {
  return Object.fromEntries(
    Object.entries(known).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** A fact's value; undefined when it is not there, or is not what its row says (a run file may hold anything). */
export function readFact<Name extends FactName>(
  from: Facts,
  name: Name,
): NonNullable<FactValue<Name>> | undefined {
  const value = from[name];
  return isValue[rows[name].value](value) ? (value as NonNullable<FactValue<Name>>) : undefined;
}

/** Nothing that a stack tells in a number is negative, or needs more than 64 bits. */
const mostOfFact = 2 ** 64;

const isValue: Readonly<Record<keyof Values, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number' && value >= 0 && value <= mostOfFact,
  flag: (value) => typeof value === 'boolean',
  texts: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
  record: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};

/** The name of a fact that should be a number and cannot be this one; undefined where there is none. */
export function findStrangeNumber(from: Facts): string | undefined {
  return Object.keys(from).find(
    (name) =>
      facts.get(name)?.value === 'number' && from[name] !== null && !isValue.number(from[name]),
  );
}

/** The row that speaks for a fact, or for one held by another: that of the longest beginning of its path. */
export function factAt(path: string): { fact: Fact; below: string } | undefined {
  for (let end = path.length; end > 0; end = path.lastIndexOf('.', end - 1)) {
    const fact = facts.get(path.slice(0, end));
    if (fact !== undefined) return { fact, below: path.slice(end + 1) };
  }
  return undefined;
}

/** What people call it: `cuDNN`, `L2 cache (bytes)`, `library: cudnn.version`; the path itself where no row speaks for it. */
export function labelFact(path: string): string {
  const found = factAt(path);
  if (found === undefined) return path;
  const { fact, below } = found;
  const label = fact.unit === undefined ? fact.label : `${fact.label} (${fact.unit})`;
  return below === '' ? label : `${label}: ${below}`;
}
