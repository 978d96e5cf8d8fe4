import { z } from 'zod';

/**
 * What a program on this machine stands on, layer by layer: driver, toolkits, the libraries that each
 * environment really gets, adapters. `bench doctor` shows it, and each run's header takes its files from it.
 */

/** Why the loader took a file, in its own words. */
export const loaderReasonSchema = z.object({
  kind: z.enum([
    /** DT_RPATH of `from`, which comes before every variable. */
    'rpath',
    /** DT_RUNPATH of `from`, which LD_LIBRARY_PATH comes before. */
    'runpath',
    /** The folder `from` of LD_LIBRARY_PATH. */
    'ld-library-path',
    /** /etc/ld.so.cache. */
    'cache',
    /** A folder that the loader looks into always. */
    'default',
    /** Opened by its full path. */
    'path',
    /** LD_PRELOAD. */
    'preload',
    /** Another copy of that name was loaded already. */
    'loaded-before',
  ]),
  from: z.string().nullable(),
});
export type LoaderReason = z.infer<typeof loaderReasonSchema>;

/** Whose a file is. */
export const fileOwnerSchema = z.enum([
  'environment',
  'other-environment',
  'toolkit',
  'driver',
  'distribution',
  'elsewhere',
]);
export type FileOwner = z.infer<typeof fileOwnerSchema>;

export const installedPackageSchema = z.object({
  manager: z.enum(['pip', 'conda', 'dpkg']),
  name: z.string(),
  version: z.string(),
});
export type InstalledPackage = z.infer<typeof installedPackageSchema>;

/** A file that serves, with all that is known of how it came to. */
export const servingFileSchema = z.object({
  name: z.string(),
  /** Links resolved. */
  file: z.string(),
  owner: fileOwnerSchema,
  /** What installed it; null where no installer knows it. */
  package: installedPackageSchema.nullable(),
  /** In its own words where it has some, or else by its package or name. */
  version: z.string().nullable(),
  /** Null where the loader does not tell. */
  reason: loaderReasonSchema.nullable(),
});
export type ServingFile = z.infer<typeof servingFileSchema>;

export const servedLibrarySchema = servingFileSchema.extend({
  /**
   * `called`: the framework's own calls end there. `opened`: what opening it by name brings. `static`: it is
   * part of the framework's own file. `predicted`: by the loader's rules alone; nothing was started.
   */
  proof: z.enum(['called', 'opened', 'static', 'predicted']),
  /** Files that it opens itself and that do its work, as cuDNN's. */
  parts: z.array(servingFileSchema),
});
export type ServedLibrary = z.infer<typeof servedLibrarySchema>;

/** Where an environment's tracing stopped. */
export const tracingFailureSchema = z.object({
  /** `import torch`, `cudnnCreate` */
  step: z.string(),
  message: z.string(),
  /** The process died; else the step failed and said so. */
  isCrash: z.boolean(),
});
export type TracingFailure = z.infer<typeof tracingFailureSchema>;

/** A toolkit by what it is used for: compiling. */
export const compilesWithSchema = z.object({
  prefix: z.string(),
  version: z.string().nullable(),
  /** `CUDA_HOME`, `nvcc on PATH`, `/usr/local/cuda` */
  foundBy: z.string(),
  /** There is a compiler in it: a variable may lead to a folder without. */
  hasNvcc: z.boolean(),
});
export type CompilesWith = z.infer<typeof compilesWithSchema>;

export const environmentLayerSchema = z.object({
  /** `conda/ml`, `venv/.venv`, `system` */
  id: z.string(),
  prefix: z.string(),
  pythonVersion: z.string().nullable(),
  framework: z
    .object({
      /** `torch`, `jax` */
      name: z.string(),
      version: z.string().nullable(),
      /** The CUDA that it was built for; null for a build without. */
      cuda: z.string().nullable(),
      installedBy: z.string().nullable(),
      /** Others that claim the same files. */
      alsoInstalledBy: z.array(z.string()),
      /** What leads to one that is not the environment's own: `PYTHONPATH, from ~/other`. */
      broughtBy: z.string().nullable(),
      /** `sm_90`; empty where it does not tell. */
      architectures: z.array(z.string()),
    })
    .nullable(),
  /** How the libraries are known; `none`: they are not. */
  proof: z.enum(['import', 'predicted', 'none']),
  failure: tracingFailureSchema.nullable(),
  /** By name: `cudart`, `cublas`, `cudnn`. */
  libraries: z.record(z.string(), servedLibrarySchema),
  /** The CUDA that its cuDNN was built with, in cuDNN's words. */
  cudnnBuiltFor: z.string().nullable(),
  /** Parts that its cuDNN names and that do not lie beside it. */
  cudnnAbsentParts: z.array(z.object({ part: z.string(), namedBy: z.string() })),
  /** The packages that the framework was released with, as its own metadata pins them: name → version. */
  pins: z.record(z.string(), z.string()),
  /** What the framework itself objects to. */
  objection: z.string().nullable(),
  /** The user's half of the driver, as this environment's processes find it. */
  libcuda: z.object({ file: z.string(), version: z.string().nullable() }).nullable(),
  compilesWith: compilesWithSchema.nullable(),
  /** Its own nvcc and headers, if it has some. */
  nvcc: z.string().nullable(),
  hasHeaders: z.boolean(),
  /** Variables that steer the loader and the builds, as its processes get them. */
  variables: z.record(z.string(), z.string()),
  /** What activating it changes. */
  activation: z.record(z.string(), z.string()),
  /** Why it cannot be looked into, or cannot be used. */
  problem: z.object({ reason: z.string(), fix: z.string() }).nullable(),
});
export type EnvironmentLayer = z.infer<typeof environmentLayerSchema>;

export const toolkitLayerSchema = z.object({
  /** The setup that it was made from, the environment that it lies in; null for a system's. */
  name: z.string().nullable(),
  prefix: z.string(),
  /** `13.0`; null where nothing tells. */
  version: z.string().nullable(),
  /** `/usr/local`, `CUDA_HOME`, `ld.so.cache`, `LD_LIBRARY_PATH` */
  foundBy: z.array(z.string()),
  /** `environment`: it lies in a Python environment; `own`: stackbench installed it. */
  kind: z.enum(['system', 'environment', 'own']),
  nvcc: z
    .object({
      file: z.string(),
      version: z.string().nullable(),
      /** The newest gcc that its headers accept. */
      newestGcc: z.int().nullable(),
      /** What it would hand the host's code to: `gcc 12.2.0 (/usr/bin/g++)`. */
      hostCompiler: z.string().nullable(),
      /** `sm_90`; empty where it was not asked. */
      architectures: z.array(z.string()),
      /** Why nothing can be built with it. */
      problem: z.string().nullable(),
    })
    .nullable(),
  hasHeaders: z.boolean(),
  /** A libcudart.so that linkers find by `-lcudart`. */
  isLinkable: z.boolean(),
  /** By name, as in an environment. */
  libraries: z.record(z.string(), z.object({ file: z.string(), version: z.string().nullable() })),
});
export type ToolkitLayer = z.infer<typeof toolkitLayerSchema>;

export const driverLayerSchema = z.object({
  /** Of the loaded kernel module. */
  moduleVersion: z.string().nullable(),
  libcuda: z
    .object({ file: z.string(), version: z.string().nullable(), package: z.string().nullable() })
    .nullable(),
  /** The newest CUDA that it serves: `13.0`. */
  cudaCeiling: z.string().nullable(),
  gpu: z.object({ name: z.string(), computeCapability: z.string() }).nullable(),
  /** NVIDIA's devices on the PCI bus, whatever drives them. */
  hardware: z.array(z.string()),
  /** GPUs are joined by switches, which need a service of their own; null where there are none. */
  fabricManager: z.enum(['running', 'absent']).nullable(),
  /** Linux inside Windows, where the driver is Windows's. */
  isWsl: z.boolean(),
  /** Why no GPU can be used. */
  problem: z.object({ reason: z.string(), fix: z.string() }).nullable(),
});
export type DriverLayer = z.infer<typeof driverLayerSchema>;

export const adapterLayerSchema = z.object({
  /** The stack's id: `webgpu:dawn/nvidia-h100`. */
  id: z.string(),
  available: z.boolean(),
  software: z.boolean(),
  reason: z.string().nullable(),
  fix: z.string().nullable(),
  description: z.string().nullable(),
});
export type AdapterLayer = z.infer<typeof adapterLayerSchema>;

export const vulkanDriverSchema = z.object({
  manifest: z.string(),
  /** The library that it names. */
  library: z.string().nullable(),
  /** Ids of the stacks that it serves. */
  serves: z.array(z.string()),
  /** Ids of the stacks that do not work on it; neither: its hardware is not here. */
  fails: z.array(z.string()),
});
export type VulkanDriver = z.infer<typeof vulkanDriverSchema>;

export const layersSchema = z.object({
  driver: driverLayerSchema,
  toolkits: z.array(toolkitLayerSchema),
  environments: z.array(environmentLayerSchema),
  adapters: z.array(adapterLayerSchema),
  vulkanDrivers: z.array(vulkanDriverSchema),
  /** What /etc/ld.so.cache holds of NVIDIA's libraries. */
  loaderCache: z.array(z.object({ name: z.string(), file: z.string() })),
  /** Where variables that steer the loader are set, as far as it can be found. */
  settings: z.array(
    z.object({ variable: z.string(), file: z.string(), line: z.int(), text: z.string() }),
  ),
});
export type Layers = z.infer<typeof layersSchema>;
