import type { DataType, Fill, Program } from '@stackbench/model';
import { streamKey } from '@stackbench/model/hash';
import type { BufferSet } from './buffer-sets.ts';
import { elementBytes } from './tensor-bytes.ts';
import { createUniform, packScalars } from './uniform.ts';

/**
 * The fills of `@stackbench/model`, bit for bit, a 32-bit word a thread. Values are exact in their
 * type, so rounding never enters. Everything that is not an input element becomes NaN, the padding
 * behind a tensor's end included: a kernel that reads past it is found out.
 */
const shader = /* wgsl */ `
struct Params {
  key: u32, elements: u32, range: u32, sparsity: u32, kind: u32, isHalf: u32, scale: f32
}
const integers = 0u;
const reals = 1u;

@group(0) @binding(0) var<storage, read_write> words: array<u32>;
@group(0) @binding(1) var<uniform> params: Params;

fn mix32(x: u32) -> u32 {
  var h = x;
  h = (h ^ (h >> 16)) * 0x85ebca6bu;
  h = (h ^ (h >> 13)) * 0xc2b2ae35u;
  return h ^ (h >> 16);
}

// (128 - bits) << 23 are the bits of 2^(1 - bits).
fn unscaled(index: u32, bits: u32) -> f32 {
  let h = mix32(index * 0x9e3779b1u + params.key);
  if (params.kind == reals) {
    return f32(h >> (32 - bits)) * bitcast<f32>((128 - bits) << 23) - 1.0;
  }
  if (params.sparsity > 0 && (h >> (32 - params.sparsity)) != 0) { return 0.0; }
  return f32(i32(h % (2 * params.range + 1)) - i32(params.range));
}

fn element(index: u32, bits: u32) -> f32 { return unscaled(index, bits) * params.scale; }

fn halfWord(index: u32) -> u32 {
  if (index >= params.elements) { return 0x7e00u; }
  return pack2x16float(vec2f(element(index, 11), 0.0)) & 0xffffu;
}

fn word(index: u32) -> u32 {
  if (params.isHalf != 0) { return halfWord(2 * index) | (halfWord(2 * index + 1) << 16); }
  if (index >= params.elements) { return 0x7fc00000u; }
  return bitcast<u32>(element(index, 24));
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) local: u32) {
  let index = (group.y * groups.x + group.x) * 64 + local;
  if (index < arrayLength(&words)) { words[index] = word(index); }
}
`;

const threads = 64;
const kinds = { integers: 0, reals: 1 } as const;

export interface Filler {
  /** Fills the inputs of every set. */
  fill(program: Program, sets: readonly BufferSet[], fill: Fill): Promise<void>;
  /** Outputs, with their guards, and workspaces of every set become NaN. */
  spoil(program: Program, sets: readonly BufferSet[]): Promise<void>;
}

export function createFiller(device: GPUDevice): Filler {
  const module = device.createShaderModule({ label: 'fill', code: shader });
  const pipeline = device.createComputePipeline({
    label: 'fill',
    layout: 'auto',
    compute: { module, entryPoint: 'main' },
  });
  const largestGrid = device.limits.maxComputeWorkgroupsPerDimension;

  function encode(pass: GPUComputePassEncoder, buffer: GPUBuffer, params: GPUBuffer): void {
    const group = device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: [
        { binding: 0, resource: { buffer } },
        { binding: 1, resource: { buffer: params } },
      ],
    });
    const groups = Math.ceil(buffer.size / 4 / threads);
    const columns = Math.min(groups, largestGrid);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(columns, Math.ceil(groups / columns));
  }

  /** Writes each of `tensors` in every set, as its parameters say. */
  async function write(
    sets: readonly BufferSet[],
    tensors: readonly { name: string; params: GPUBuffer }[],
  ): Promise<void> {
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    for (const set of sets) {
      for (const { name, params } of tensors) encode(pass, set.get(name)!, params);
    }
    pass.end();
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
    for (const { params } of tensors) params.destroy();
  }

  return {
    fill: async ({ tensors, dataType }, sets, fill) => {
      const inputs = tensors.filter(({ role }) => role === 'input');
      const filled = inputs.map(({ name, elements }, stream) => ({
        name,
        params: createParams(device, dataType, { fill, stream, elements }),
      }));
      await write(sets, filled);
    },
    spoil: async ({ tensors, dataType }, sets) => {
      const spoiled = tensors.filter(({ role }) => role !== 'input');
      await write(
        sets,
        spoiled.map(({ name }) => ({ name, params: createParams(device, dataType, null) })),
      );
    },
  };
}

/** Without an input all becomes NaN. */
function createParams(
  device: GPUDevice,
  dataType: DataType,
  input: { fill: Fill; stream: number; elements: number } | null,
): GPUBuffer {
  const isHalf = elementBytes(dataType) === 2 ? 1 : 0;
  if (input === null) return createUniform(device, Uint32Array.of(0, 0, 0, 0, 0, isHalf, 0));
  const { fill, stream, elements } = input;
  const isIntegers = fill.kind === 'integers';
  const values = Uint32Array.of(
    streamKey(fill.seed, stream),
    elements,
    isIntegers ? fill.range : 0,
    isIntegers ? fill.sparsity : 0,
    kinds[fill.kind],
    isHalf,
    ...packScalars([{ type: 'f32', value: fill.scale ?? 1 }]),
  );
  return createUniform(device, values);
}
