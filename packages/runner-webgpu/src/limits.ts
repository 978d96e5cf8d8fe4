import { type Facts, type Program, readFact } from '@stackbench/model';
import { bufferBytes } from './device/tensor-bytes.ts';

/** A number that the program needs, and the limit it must keep. */
interface Need {
  limit: string;
  needed: number;
  what: string;
}

/**
 * The first limit of the adapter that the program exceeds, for people; null when it keeps them all.
 * How much workgroup memory a shader takes is known to the compiler alone.
 */
export function findExceededLimit(program: Program, facts: Facts): string | null {
  const limits = readFact(facts, 'limits') ?? {};
  const limitOf = (name: string) => {
    const value = limits[name];
    return typeof value === 'number' ? value : Infinity;
  };
  const exceeded = [...tensorNeeds(program), ...program.passes.flatMap(passNeeds)].find(
    ({ limit, needed }) => needed > limitOf(limit),
  );
  if (exceeded === undefined) return null;
  const { what, needed, limit } = exceeded;
  return `${what} needs ${needed}; the adapter's ${limit} is ${limitOf(limit)}`;
}

function tensorNeeds({ dataType, tensors }: Program): Need[] {
  return tensors.flatMap((tensor) => {
    const needed = bufferBytes(tensor, dataType);
    const what = `the tensor '${tensor.name}' (bytes)`;
    return ['maxStorageBufferBindingSize', 'maxBufferSize'].map((limit) => ({
      limit,
      needed,
      what,
    }));
  });
}

function passNeeds({ label, grid, block, tensors }: Program['passes'][number]): Need[] {
  const [x, y, z] = block;
  const threads = x * y * z;
  return [
    ...(['x', 'y', 'z'] as const).map((axis, at) => ({
      limit: 'maxComputeWorkgroupsPerDimension',
      needed: grid[at]!,
      what: `the pass '${label}' (workgroups along ${axis})`,
    })),
    ...(['X', 'Y', 'Z'] as const).map((axis, at) => ({
      limit: `maxComputeWorkgroupSize${axis}`,
      needed: block[at]!,
      what: `the pass '${label}' (threads of a workgroup along ${axis.toLowerCase()})`,
    })),
    {
      limit: 'maxComputeInvocationsPerWorkgroup',
      needed: threads,
      what: `the pass '${label}' (threads of a workgroup)`,
    },
    {
      limit: 'maxStorageBuffersPerShaderStage',
      needed: tensors.length,
      what: `the pass '${label}' (tensors)`,
    },
  ];
}
