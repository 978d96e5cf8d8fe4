import type { Facts } from '@stackbench/model';
import type { FactValue } from '../publication.ts';
import { cleanText } from './clean-text.ts';

/**
 * The facts that may be published: what decides speed and numerics. Anything else stays in the run
 * file. A new fact is published when it is named here, never by itself.
 */
const published: ReadonlySet<string> = new Set([
  'implementation',
  'implementationVersion',
  'toggles',
  'executable',
  'vulkanManifest',
  'vendor',
  'architecture',
  'device',
  'description',
  'driver',
  'backend',
  'adapterType',
  'vulkanDriverVersion',
  'isFallbackAdapter',
  'subgroupMinSize',
  'subgroupMaxSize',
  'subgroupMatrixConfigs',
  'features',
  'limits',
  'gpuName',
  'computeCapability',
  'multiprocessors',
  'gpuMemoryBytes',
  'l2Bytes',
  'driverApiVersion',
  'cudaVersion',
  'cudaRuntimeVersion',
  'cublasVersion',
  'cudnnVersion',
  'nvrtcVersion',
  'nvJitLinkVersion',
  'ncclVersion',
  'nvccVersion',
  'hostCompiler',
  'toolkit',
  'libraries',
  'environment',
  'environmentKind',
  'pythonVersion',
  'torchVersion',
  'torchCuda',
  'archList',
  'mathMode',
  'blas',
  'threads',
  'clock',
]);

/** The facts of the allow-list, nested ones flattened; and how many were left out. */
export function publishFacts(facts: Facts): {
  facts: Record<string, FactValue>;
  withheld: number;
} {
  const entries = Object.entries(facts);
  const allowed = entries.filter(([name]) => published.has(name));
  return {
    facts: Object.fromEntries(allowed.flatMap(([name, value]) => flatten(name, value))),
    withheld: entries.length - allowed.length,
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
