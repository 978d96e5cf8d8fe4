import type { Facts } from '@stackbench/model';
import type { FactValue } from '../publication.ts';
import { cleanText } from './clean-text.ts';

/**
 * The facts that may be published: what decides speed and numerics. A name stands for all that is
 * nested in it, a path for itself alone. Anything else stays in the run file. A new fact is
 * published when it is named here, never by itself.
 */
const published: ReadonlySet<string> = new Set([
  // Any stack
  'device',
  'description',
  'gpu',
  'gpuName',
  'driver',
  'driverVersion',
  'clock',
  'clockQuantumNs',
  'mathMode',
  // WebGPU
  'implementation',
  'implementationVersion',
  'toggles',
  'executable',
  'vulkanManifest',
  'vendor',
  'architecture',
  'backend',
  'adapterType',
  'vulkanDriverVersion',
  'isFallbackAdapter',
  'subgroupMinSize',
  'subgroupMaxSize',
  'subgroupMatrixConfigs',
  'features',
  'limits.maxBufferSize',
  'limits.maxStorageBufferBindingSize',
  'limits.maxStorageBuffersPerShaderStage',
  'limits.maxComputeWorkgroupStorageSize',
  'limits.maxComputeInvocationsPerWorkgroup',
  'limits.maxComputeWorkgroupSizeX',
  'limits.maxComputeWorkgroupSizeY',
  'limits.maxComputeWorkgroupSizeZ',
  'limits.maxComputeWorkgroupsPerDimension',
  // CUDA
  'version',
  'nvccVersion',
  'nvccBuild',
  'nvcc',
  'prefix',
  'foundBy',
  'runtimeVersion',
  'hostCompiler',
  'newestGcc',
  'architectures',
  'cublasVersion',
  'cublasFile',
  'cudnnVersion',
  'cudnnFile',
  'computeCapability',
  'multiprocessors',
  'l2Bytes',
  'memoryBytes',
  'memoryMib',
  'clockKhz',
  'memoryClockKhz',
  'memoryBusBits',
  'driverCudaVersion',
  // PyTorch
  'environment',
  'environmentKind',
  'interpreter',
  'createdBy',
  'activatedBy',
  'activation',
  'pythonVersion',
  'torchVersion',
  'torchBuild',
  'torchCudaVersion',
  'torchHipVersion',
  'torchArchitectures',
  'torchInstalledBy',
  'torchAlsoInstalledBy',
  'activationProblem',
  'deviceReason',
  'cudnnProblem',
  'cpuCapability',
  'nvrtcVersion',
  'nvrtcFile',
  'nvrtcTarget',
  'nvrtcProblem',
  'libraries',
  'loadedLibraries',
  'blas',
  'threads',
]);

/** The facts of the allow-list, nested ones flattened; and how many others there are. */
export function publishFacts(facts: Facts): {
  facts: Record<string, FactValue>;
  withheld: number;
} {
  const leaves = Object.entries(facts).flatMap(([name, value]) =>
    flatten(cleanText(name), value).map((leaf) => ({ name, leaf })),
  );
  const allowed = leaves.filter(({ name, leaf }) => published.has(name) || published.has(leaf[0]));
  return {
    facts: Object.fromEntries(allowed.map(({ leaf }) => leaf)),
    withheld: leaves.length - allowed.length,
  };
}

function flatten(name: string, value: Facts[string]): [string, FactValue][] {
  if (typeof value === 'string') return [[name, cleanText(value)]];
  if (value === null || typeof value !== 'object') return [[name, value]];
  if (Array.isArray(value)) {
    if (value.every((item) => item === null || typeof item !== 'object')) {
      return [[name, cleanText(value.join(', '))]];
    }
    return value.flatMap((item, index) => flatten(`${name}.${index + 1}`, item));
  }
  return Object.entries(value).flatMap(([part, inner]) =>
    flatten(`${name}.${cleanText(part)}`, inner),
  );
}
