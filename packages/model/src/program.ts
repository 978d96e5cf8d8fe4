import { z } from 'zod';
import { type DataType, dataTypes } from './data-type.ts';
import { callProviders, type KernelPlan, type KernelVariant } from './operation.ts';
import { scalarSchema } from './scalar.ts';

/**
 * A case made concrete for one stack: what a worker builds and runs, with every number decided.
 * A worker never learns what operation it runs.
 */

/** Source text in a language that the worker's stack compiles itself. */
const sourceModuleSchema = z.object({
  kind: z.literal('source'),
  language: z.enum(['wgsl', 'cu']),
  /** Names the file in compile errors, relative to `kernels/`: `gemm/naive/kernel.wgsl`. */
  file: z.string(),
  text: z.string(),
  /** Where each line of `text` came from, for errors: `gemm/naive/kernel.wgsl:12`; empty: from no file. */
  origins: z.array(z.string()).optional(),
  /** For the compiler, beside those that name target and folders. */
  flags: z.array(z.string()).optional(),
});

/** Code that the runner has compiled for the stack's device. */
const binaryModuleSchema = z.object({
  kind: z.literal('binary'),
  /** The source it was compiled from, relative to `kernels/`. */
  file: z.string(),
  /** SHA-256 of that source as assembled and the flags that it was compiled with. */
  recipe: z.string(),
  /** Where the compiled module lies. */
  path: z.string(),
  /** Host time that compiling it took, when it was compiled. */
  buildNs: z.int().nonnegative(),
});

/**
 * The operation and its numbers: a call of the stack's own library (cuBLAS, cuDNN, torch), as it is or
 * `library-tuned`, or what a framework's compiler makes of that call (torch.compile): see `CallProvider`.
 */
const callModuleSchema = z.object({
  kind: z.enum(callProviders),
  operation: z.string(),
  problem: z.record(z.string(), z.union([z.number(), z.string()])),
  /** Of `compiled`: how the framework's compiler is called. */
  options: z.record(z.string(), z.union([z.boolean(), z.string()])).optional(),
});

const extentSchema = z.int().min(1);
const extentsSchema = z.array(extentSchema).min(2).max(3).readonly();
const cornerSchema = z.tuple([z.int(), z.int()]).readonly();

/** See `TensorMap` in operation.ts. */
const tensorMapSchema = z.union([
  z.object({ extents: extentsSchema, box: extentsSchema, swizzleBytes: z.literal(128) }),
  z.object({
    extents: z.tuple([extentSchema, extentSchema, extentSchema, extentSchema]).readonly(),
    im2col: z.object({
      lower: cornerSchema,
      upper: cornerSchema,
      channels: extentSchema,
      pixels: extentSchema,
      strides: z.tuple([extentSchema, extentSchema]).readonly(),
    }),
    swizzleBytes: z.literal(128),
  }),
]);

/** See `CudaLaunch` in operation.ts. */
const cudaLaunchSchema = z.object({
  dynamicSharedBytes: z.int().min(0),
  tensorMaps: z.record(z.string(), tensorMapSchema),
});

export const programPassSchema = z.object({
  label: z.string(),
  module: z.discriminatedUnion('kind', [sourceModuleSchema, binaryModuleSchema, callModuleSchema]),
  entry: z.string(),
  grid: z.tuple([z.int().min(1), z.int().min(1), z.int().min(1)]),
  block: z.tuple([z.int().min(1), z.int().min(1), z.int().min(1)]),
  /** Names of tensors in binding order. */
  tensors: z.array(z.string()),
  /** Passed after the tensors. */
  scalars: z.array(scalarSchema),
  cuda: cudaLaunchSchema.optional(),
});
export type ProgramPass = z.infer<typeof programPassSchema>;

export const programTensorSchema = z.object({
  name: z.string(),
  /** `input`: filled; its position among the inputs is its stream. `output`: NaN before each fill's first run. */
  role: z.enum(['input', 'output', 'workspace']),
  elements: z.int().min(1),
});
export type ProgramTensor = z.infer<typeof programTensorSchema>;

export const programSchema = z.object({
  dataType: z.enum(dataTypes),
  tensors: z.array(programTensorSchema),
  passes: z.array(programPassSchema).min(1),
});
export type Program = z.infer<typeof programSchema>;

/** What a runner is asked for: a variant on a problem, planned, with every tensor that it takes. */
export interface ProgramRequest {
  variant: KernelVariant;
  plan: KernelPlan;
  dataType: DataType;
  /** The operation's inputs and outputs, then the plan's workspaces. */
  tensors: Program['tensors'];
}

/** A case that a stack can never run, and why. */
export interface CannotRun {
  unsupported: string;
}
