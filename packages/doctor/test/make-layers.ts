import type {
  EnvironmentLayer,
  Layers,
  ServedLibrary,
  ServingFile,
  ToolkitLayer,
} from '@stackbench/model';

// A made-up machine with a GPU, which the machine of the tests may not have.

export const packages = '/home/ada/envs/ml/lib/python3.13/site-packages';
export const system = '/usr/local/cuda-12.4/lib64';

function makeFile(over: Partial<ServingFile> & { name: string }): ServingFile {
  return {
    file: `${packages}/nvidia/${over.name}/lib/lib${over.name}.so`,
    owner: 'environment',
    package: { manager: 'pip', name: `nvidia-${over.name}-cu12`, version: '12.8.4.1' },
    version: '12.8.4',
    reason: { kind: 'rpath', from: `${packages}/torch/lib/libtorch_cuda.so` },
    ...over,
  };
}

export function makeLibrary(over: Partial<ServedLibrary> & { name: string }): ServedLibrary {
  return { ...makeFile(over), proof: 'called', parts: [], ...over };
}

const cudnnPackage = { manager: 'pip', name: 'nvidia-cudnn-cu12', version: '9.10.2.21' } as const;

export function makeCudnn(over: Partial<ServedLibrary> = {}): ServedLibrary {
  const own = { version: '9.10.2', package: cudnnPackage };
  return makeLibrary({
    name: 'cudnn',
    ...own,
    parts: [makeFile({ name: 'cudnn_graph', ...own })],
    ...over,
  });
}

/** A part of cuDNN that LD_LIBRARY_PATH brings from the system. */
export function makeForeignPart(version: string | null): ServingFile {
  return makeFile({
    name: 'cudnn_graph',
    file: `${system}/libcudnn_graph.so.9`,
    owner: 'toolkit',
    package: null,
    version,
    reason: { kind: 'ld-library-path', from: system },
  });
}

export function makeEnvironment(over: Partial<EnvironmentLayer> = {}): EnvironmentLayer {
  const libraries = [
    makeLibrary({ name: 'cudart', version: '12.8' }),
    makeLibrary({ name: 'cublas' }),
    makeLibrary({ name: 'cublasLt' }),
    makeCudnn(),
    makeLibrary({ name: 'nvJitLink', version: '12.8' }),
  ];
  return {
    id: 'venv/ml',
    prefix: '/home/ada/envs/ml',
    pythonVersion: '3.13.1',
    framework: {
      name: 'torch',
      version: '2.8.0+cu128',
      cuda: '12.8',
      installedBy: 'pip',
      alsoInstalledBy: [],
      broughtBy: null,
      architectures: ['sm_80', 'sm_90'],
    },
    proof: 'import',
    failure: null,
    libraries: Object.fromEntries(libraries.map((library) => [library.name, library])),
    cudnnBuiltFor: '12.8',
    cudnnAbsentParts: [],
    pins: { 'nvidia-cudnn-cu12': '9.10.2.21' },
    objection: null,
    libcuda: { file: '/usr/lib/x86_64-linux-gnu/libcuda.so.580.65.06', version: '13.0' },
    compilesWith: {
      prefix: '/usr/local/cuda',
      version: '12.4',
      foundBy: '/usr/local/cuda',
      hasNvcc: true,
    },
    nvcc: null,
    hasHeaders: true,
    variables: {},
    activation: {},
    problem: null,
    ...over,
  };
}

export function makeToolkit(over: Partial<ToolkitLayer> = {}): ToolkitLayer {
  return {
    name: null,
    prefix: '/usr/local/cuda-12.4',
    version: '12.4',
    foundBy: ['/usr/local'],
    kind: 'system',
    nvcc: {
      file: '/usr/local/cuda-12.4/bin/nvcc',
      version: '12.4.131',
      newestGcc: 13,
      hostCompiler: 'gcc 12.2.0 (/usr/bin/g++)',
      architectures: ['sm_80', 'sm_90'],
      problem: null,
    },
    hasHeaders: true,
    isLinkable: true,
    libraries: {
      cudart: { file: `${system}/libcudart.so.12`, version: '12.4.127' },
      cublas: { file: `${system}/libcublas.so.12`, version: '12.4.5' },
    },
    ...over,
  };
}

/** A machine on which nothing is wrong. */
export function makeLayers(over: Partial<Layers> = {}): Layers {
  return {
    driver: {
      moduleVersion: '580.65.06',
      libcuda: {
        file: '/usr/lib/x86_64-linux-gnu/libcuda.so.580.65.06',
        version: '580.65.06',
        package: 'libcuda1 580.65.06',
      },
      cudaCeiling: '13.0',
      gpu: { name: 'NVIDIA H100', computeCapability: '9.0' },
      hardware: ['0000:01:00.0 10de:2330'],
      fabricManager: null,
      isWsl: false,
      problem: null,
    },
    toolkits: [makeToolkit()],
    environments: [makeEnvironment()],
    adapters: [
      {
        id: 'webgpu:dawn/nvidia-h100',
        available: true,
        software: false,
        reason: null,
        fix: null,
        description: 'NVIDIA H100',
      },
    ],
    vulkanDrivers: [
      {
        manifest: '/usr/share/vulkan/icd.d/nvidia_icd.json',
        library: 'libGLX_nvidia.so.0',
        serves: ['webgpu:dawn/nvidia-h100'],
        fails: [],
      },
    ],
    loaderCache: [],
    settings: [],
    ...over,
  };
}
