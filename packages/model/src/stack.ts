import { z } from 'zod';

/** What makes a stack this stack and no other: versions, paths, limits. Names are camelCase, units in the name. */
export const factsSchema = z.record(z.string(), z.json());
export type Facts = z.infer<typeof factsSchema>;

export const stackShape = z.object({
  /** `webgpu:dawn/swiftshader`, `pytorch:conda/ml`, `cuda:13.0@/usr/local/cuda-13.0` */
  id: z.string().regex(/^[a-z][a-z\d-]*:.+$/),
  /** What its runner finds, the first part of its id. An open word: readers meet kinds that they do not know. */
  kind: z.string(),
  /** The device computes on the CPU (software adapter, emulation, CPU device): never ranked with hardware. */
  software: z.boolean(),
  /** It speaks the vendor's own language to the device, not one that all devices share. */
  native: z.boolean(),
  /** Takes part in a run only when it is asked for by name. */
  optIn: z.boolean().optional(),
  /** What it can run: `wgsl`, `cu`, `library`, `library-tuned`, `compiled` (see `KernelProvider`); nothing where it cannot run at all. */
  computes: z.array(z.string()).optional(),
  available: z.boolean(),
  reason: z.string().optional(),
  fix: z.string().optional(),
  facts: factsSchema,
  /**
   * An A/A control: this is the stack of that id, launched once more in every round under an id of
   * its own (`…#control`), so that the machine's own noise is measured. Never ranked.
   */
  controlOf: z.string().optional(),
});

/**
 * One software configuration. A stack that is there but cannot run is listed too, with its reason
 * and what to do about it.
 */
export const stackSchema = z.preprocess(sayNative, stackShape);
export type Stack = z.infer<typeof stackSchema>;

/** Run files of before a stack said so knew three kinds, of which WebGPU alone was not native. */
function sayNative(stack: unknown): unknown {
  if (typeof stack !== 'object' || stack === null || 'native' in stack) return stack;
  return { native: 'kind' in stack && stack.kind !== 'webgpu', ...stack };
}
