import type { Facts } from '@stackbench/model';
import { type FactName, readFact, stateFacts } from '@stackbench/model/facts';
import { formatSubgroupMatrix } from '@stackbench/model/subgroup-matrix';

/** What implementations tell beyond the standard, Chromium only with its developer features. */
interface ExtendedAdapterInfo extends GPUAdapterInfo {
  backend?: string;
  driver?: string;
  type?: string;
  vkDriverVersion?: number;
  subgroupMatrixConfigs?: readonly {
    componentType: string;
    resultComponentType: string;
    M: number;
    N: number;
    K: number;
  }[];
}

/** All that an adapter tells about itself; what it does not tell is left out. */
export function adapterFacts(adapter: GPUAdapter): Facts {
  const info: ExtendedAdapterInfo = adapter.info;
  // Implementations say '' for what they hide.
  return stateFacts({
    vendor: info.vendor || undefined,
    architecture: info.architecture || undefined,
    device: info.device || undefined,
    description: info.description || undefined,
    driver: info.driver || undefined,
    backend: info.backend || undefined,
    adapterType: info.type || undefined,
    vulkanDriverVersion: info.vkDriverVersion,
    isFallbackAdapter: info.isFallbackAdapter,
    subgroupMinSize: info.subgroupMinSize,
    subgroupMaxSize: info.subgroupMaxSize,
    subgroupMatrixConfigs: info.subgroupMatrixConfigs?.map(
      ({ componentType: component, resultComponentType: result, M: m, N: n, K: k }) =>
        formatSubgroupMatrix({ component, result, m, n, k }),
    ),
    features: [...adapter.features].toSorted(),
    limits: limitsOf(adapter),
  });
}

/** The adapter's limits by name. They are getters of its prototype, so spreading finds none. */
export function limitsOf(adapter: GPUAdapter): Record<string, number> {
  const limits: Record<string, number> = {};
  // oxlint-disable-next-line guard-for-in -- the limits are inherited properties
  for (const name in adapter.limits) {
    const value: unknown = adapter.limits[name as keyof GPUSupportedLimits];
    if (typeof value === 'number') limits[name] = value;
  }
  return limits;
}

const softwareNames: readonly [RegExp, string][] = [
  [/swiftshader/i, 'swiftshader'],
  [/llvmpipe|lavapipe/i, 'llvmpipe'],
  [/basic render|\bwarp\b/i, 'warp'],
];

const labelFacts = [
  'device',
  'description',
  'architecture',
  'vendor',
] as const satisfies readonly FactName[];

/**
 * A short name for the adapter, for ids: `swiftshader`, `nvidia-h200`. Implementations put the
 * device's name into `device` or into `description`, numbers into the other.
 */
export function adapterLabel(facts: Facts): string {
  const texts = labelFacts.map((name) => readFact(facts, name) ?? '');
  for (const [pattern, label] of softwareNames) {
    if (texts.some((text) => pattern.test(text))) return label;
  }
  const name = texts.find((text) => /[a-z]/i.test(text) && !/^0x[0-9a-f]+$/i.test(text));
  return slug(name ?? '') || 'adapter';
}

/** Whether the adapter computes on the CPU. */
export function isSoftwareAdapter(facts: Facts): boolean {
  return (
    readFact(facts, 'isFallbackAdapter') === true ||
    readFact(facts, 'adapterType') === 'CPU' ||
    softwareNames.some(([, label]) => label === adapterLabel(facts))
  );
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/\(.*?\)/g, ' ')
    .replaceAll(/[^a-z0-9.]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}
