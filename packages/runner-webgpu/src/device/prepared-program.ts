import type { Program } from '@stackbench/model';
import { allocateSets, type BufferSet } from './buffer-sets.ts';
import type { Compiler } from './compile.ts';
import { createUniform, packScalars } from './uniform.ts';

/** A program compiled, with its tensors in device memory. */
export interface PreparedProgram {
  program: Program;
  sets: readonly BufferSet[];
  /** Host time that compiling took, without allocation. */
  buildNs: number;
  /** Records one repetition on set `set`. */
  encode(pass: GPUComputePassEncoder, set: number): void;
  destroy(): void;
}

export async function prepareProgram(
  device: GPUDevice,
  compiler: Compiler,
  program: Program,
  bufferSets: number,
): Promise<PreparedProgram> {
  const { pipelines, buildNs } = await compiler.compile(program.passes);
  const sets = allocateSets(device, program, bufferSets);
  const uniforms = program.passes.map(({ scalars }) =>
    scalars.length === 0 ? null : createUniform(device, packScalars(scalars)),
  );
  const groups = sets.map((set) =>
    program.passes.map((pass, at) => {
      const buffers = pass.tensors.map((name) => set.get(name)!);
      const uniform = uniforms[at] ?? null;
      return device.createBindGroup({
        layout: pipelines[at]!.getBindGroupLayout(0),
        entries: [...buffers, ...(uniform === null ? [] : [uniform])].map((buffer, binding) => ({
          binding,
          resource: { buffer },
        })),
      });
    }),
  );

  return {
    program,
    sets,
    buildNs,
    encode: (encoder, set) => {
      for (const [at, pass] of program.passes.entries()) {
        encoder.setPipeline(pipelines[at]!);
        encoder.setBindGroup(0, groups[set]?.[at]);
        encoder.dispatchWorkgroups(...pass.grid);
      }
    },
    destroy: () => {
      for (const set of sets) for (const buffer of set.values()) buffer.destroy();
      for (const uniform of uniforms) uniform?.destroy();
    },
  };
}
