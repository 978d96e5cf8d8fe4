import { z } from 'zod';

export const stackKinds = ['cuda', 'pytorch', 'webgpu'] as const;
export const stackKindSchema = z.enum(stackKinds);
export type StackKind = z.infer<typeof stackKindSchema>;

/** What makes a stack this stack and no other: versions, paths, limits. Names are camelCase, units in the name. */
export const factsSchema = z.record(z.string(), z.json());
export type Facts = z.infer<typeof factsSchema>;

/**
 * One software configuration. A stack that is there but cannot run is listed too, with its reason
 * and what to do about it.
 */
export const stackSchema = z.object({
  /** `webgpu:dawn/swiftshader`, `pytorch:conda/ml`, `cuda:13.0@/usr/local/cuda-13.0` */
  id: z.string().regex(/^(cuda|pytorch|webgpu):.+$/),
  kind: stackKindSchema,
  /** The device computes on the CPU (software adapter, emulation, CPU device): never ranked with hardware. */
  software: z.boolean(),
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
export type Stack = z.infer<typeof stackSchema>;
