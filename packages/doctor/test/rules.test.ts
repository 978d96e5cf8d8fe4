import { execFileSync } from 'node:child_process';
import process from 'node:process';
import type { EnvironmentLayer, Layers } from '@stackbench/model';
import { describe, expect, it } from 'vitest';
import { findFindings, type Finding, loadRules } from '../src/index.ts';
import {
  makeCudnn,
  makeEnvironment,
  makeForeignPart,
  makeLayers,
  makeLibrary,
  makeToolkit,
  system,
} from './make-layers.ts';

const rules = await loadRules();

function find(id: string, layers: Layers): Finding[] {
  return findFindings(
    layers,
    rules.filter((rule) => rule.id === id),
  );
}

const inEnvironment = (over: Partial<EnvironmentLayer>, rest: Partial<Layers> = {}) =>
  makeLayers({ environments: [makeEnvironment(over)], ...rest });
const withLibraries = (
  libraries: EnvironmentLayer['libraries'],
  over: Partial<EnvironmentLayer> = {},
) => inEnvironment({ ...over, libraries: { ...makeEnvironment().libraries, ...libraries } });
const withDriver = (over: Partial<Layers['driver']>, rest: Partial<Layers> = {}) =>
  makeLayers({ driver: { ...makeLayers().driver, ...over }, ...rest });
const failing = (message: string, over: Partial<EnvironmentLayer> = {}) =>
  inEnvironment({ ...over, failure: { step: 'import torch', message, isCrash: false } });
const torch = makeEnvironment().framework!;
const path = { LD_LIBRARY_PATH: system };
const settings = [
  {
    variable: 'LD_LIBRARY_PATH',
    file: '~/.bashrc',
    line: 118,
    text: `export LD_LIBRARY_PATH=${system}`,
  },
];

/** For each rule a machine on which it holds, and what it then says. */
const sick: Record<string, { layers: Layers; severity: Finding['severity']; says: RegExp }> = {
  'cannot-be-imported': {
    layers: failing('AttributeError: no attribute'),
    severity: 'error',
    says: /cannot be imported/,
  },
  'compat-libcuda': {
    layers: makeLayers({
      driver: {
        ...makeLayers().driver,
        gpu: { name: 'NVIDIA GeForce RTX 4090', computeCapability: '8.9' },
      },
      environments: [
        makeEnvironment({
          libcuda: { file: '/usr/local/cuda-13.0/compat/libcuda.so.580.65.06', version: '13.0' },
        }),
      ],
    }),
    severity: 'error',
    says: /error 804/,
  },
  'compiles-with-other-major': {
    layers: inEnvironment({
      compilesWith: {
        prefix: '/usr/local/cuda',
        version: '13.0',
        foundBy: 'nvcc on PATH',
        hasNvcc: true,
      },
    }),
    severity: 'warning',
    says: /compiled with CUDA 13.0, and this torch is for CUDA 12.8/,
  },
  'cublas-without-its-lt': {
    layers: withLibraries({
      cublasLt: makeLibrary({
        name: 'cublasLt',
        owner: 'toolkit',
        package: null,
        version: '12.4.5',
      }),
    }),
    severity: 'error',
    says: /cuBLAS 12.8.4 is paired with a cuBLASLt 12.4.5/,
  },
  'cuda-home-without-compiler': {
    layers: inEnvironment(
      {
        compilesWith: {
          prefix: '/opt/nothing',
          version: null,
          foundBy: 'CUDA_HOME',
          hasNvcc: false,
        },
      },
      { toolkits: [] },
    ),
    severity: 'warning',
    says: /CUDA_HOME names \/opt\/nothing, but there is no toolkit there/,
  },
  'cudnn-for-other-cuda-major': {
    layers: inEnvironment({ cudnnBuiltFor: '13.0' }),
    severity: 'error',
    says: /built with CUDA 13.0, and the process uses CUDA 12.8/,
  },
  'cudnn-part-absent': {
    layers: inEnvironment(
      {
        cudnnAbsentParts: [
          { part: 'libcudnn_engines_tensor_ir.so', namedBy: 'libcudnn_graph.so.9' },
        ],
      },
      { loaderCache: [{ name: 'libcudnn.so.9', file: '/usr/lib/x86_64-linux-gnu/libcudnn.so.9' }] },
    ),
    severity: 'error',
    says: /lacks libcudnn_engines_tensor_ir.so/,
  },
  'cudnn-parts-from-elsewhere': {
    layers: {
      ...withLibraries({ cudnn: makeCudnn({ parts: [makeForeignPart('9.1.1')] }) }),
      settings,
    },
    severity: 'error',
    says: /version 9.1.1 does the work/,
  },
  'driver-older-than-cuda': {
    layers: withDriver({ moduleVersion: '550.54.14' }),
    severity: 'warning',
    says: /error 222/,
  },
  'driver-too-old': {
    layers: withDriver({ moduleVersion: '470.42.01' }),
    severity: 'error',
    says: /needs 525.60.13 or newer \(error 35\)/,
  },
  'empty-ld-library-path-element': {
    layers: inEnvironment({ variables: { LD_LIBRARY_PATH: ':/opt/lib' } }),
    severity: 'warning',
    says: /working folder/,
  },
  'environment-broken': {
    layers: inEnvironment({ problem: { reason: 'Its Python is missing.', fix: 'Remove it.' } }),
    severity: 'warning',
    says: /Its Python is missing/,
  },
  'fabric-manager-absent': {
    layers: withDriver({ fabricManager: 'absent' }),
    severity: 'error',
    says: /error 802/,
  },
  'gcc-newer-than-nvcc': {
    layers: makeLayers({
      toolkits: [
        makeToolkit({
          nvcc: { ...makeToolkit().nvcc!, hostCompiler: 'gcc 14.2.0 (/usr/bin/g++)' },
        }),
      ],
    }),
    severity: 'warning',
    says: /accepts gcc up to 13; here it is 14/,
  },
  'gpu-not-in-build': {
    layers: inEnvironment({ framework: { ...torch, architectures: ['sm_70', 'sm_80'] } }),
    severity: 'error',
    says: /error 209/,
  },
  'gpus-hidden': {
    layers: inEnvironment({ variables: { CUDA_VISIBLE_DEVICES: '' } }),
    severity: 'warning',
    says: /hides every GPU/,
  },
  'libcuda-missing': {
    layers: inEnvironment({ libcuda: null }),
    severity: 'error',
    says: /its other half, is not found/,
  },
  'libcuda-not-of-the-module': {
    layers: withDriver({ moduleVersion: '580.95.05' }),
    severity: 'error',
    says: /error 803/,
  },
  'libraries-from-elsewhere': {
    layers: withLibraries({
      cudart: makeLibrary({
        name: 'cudart',
        owner: 'toolkit',
        reason: { kind: 'cache', from: '/etc/ld.so.cache' },
      }),
    }),
    severity: 'warning',
    says: /cudart is not the environment's own/,
  },
  'framework-from-elsewhere': {
    layers: inEnvironment({
      framework: { ...torch, broughtBy: 'PYTHONPATH, from ~/other, in place of its own' },
    }),
    severity: 'warning',
    says: /imports a torch \(2.8.0\+cu128\) that is not its own/,
  },
  'stub-libcuda': {
    layers: inEnvironment({
      libcuda: { file: '/usr/local/cuda/lib64/stubs/libcuda.so.1', version: null },
    }),
    severity: 'error',
    says: /a stub in place of the driver’s libcuda/,
  },
  'libraries-only-after-preload': {
    layers: inEnvironment({
      framework: { ...torch, name: 'onnxruntime', version: '1.31.1' },
      objection: 'libcublasLt.so.13: cannot open shared object file: No such file or directory',
    }),
    severity: 'note',
    says: /CUDA provider does not find libcublasLt.so.13 by itself/,
  },
  'library-not-found': {
    layers: failing(
      'ImportError: libcusparseLt.so.0: cannot open shared object file: No such file or directory',
    ),
    severity: 'error',
    says: /libcusparseLt.so.0, which torch needs, is nowhere/,
  },
  'library-says-other-version-than-its-package': {
    layers: withLibraries({ cudnn: makeCudnn({ version: '9.1.1' }) }),
    severity: 'warning',
    says: /says that it is 9.1.1; the package that installed it is nvidia-cudnn-cu12 9.10.2.21/,
  },
  'mixed-installers': {
    layers: inEnvironment({ framework: { ...torch, alsoInstalledBy: ['conda'] } }),
    severity: 'warning',
    says: /installed by pip and by conda/,
  },
  'newer-cudnn-silently': {
    layers: withLibraries({ cudnn: makeCudnn({ parts: [makeForeignPart('9.13.1')] }) }),
    severity: 'warning',
    says: /newer cuDNN \(9.13.1\)/,
  },
  'no-driver': {
    layers: withDriver({ moduleVersion: null, libcuda: null, gpu: null }),
    severity: 'error',
    says: /no driver of NVIDIA is loaded/,
  },
  'nvcc-lacks-the-gpu': {
    layers: withDriver({ gpu: { name: 'NVIDIA GeForce GTX 1080', computeCapability: '6.1' } }),
    severity: 'warning',
    says: /does not compile for NVIDIA GeForce GTX 1080 \(sm_61\)/,
  },
  'nvjitlink-undefined-symbol': {
    layers: {
      ...failing(
        'ImportError: libcusparse.so.12: undefined symbol: __nvJitLinkComplete_12_4, version libnvJitLink.so.12',
        { variables: path },
      ),
      settings,
    },
    severity: 'error',
    says: /older nvJitLink/,
  },
  'older-runtime-loaded-first': {
    layers: failing(
      'ImportError: libc10_cuda.so: undefined symbol: cudaGetDriverEntryPointByVersion, version libcudart.so.12',
      { variables: { LD_PRELOAD: `${system}/libcudart.so.12` } },
    ),
    severity: 'error',
    says: /older CUDA runtime/,
  },
  'other-library-than-released-with': {
    layers: inEnvironment({ pins: { 'nvidia-cudnn-cu12': '9.8.0.87' } }),
    severity: 'warning',
    says: /torch was released with 9.8.0.87/,
  },
  'pip-toolkit-cannot-link': {
    layers: makeLayers({ toolkits: [makeToolkit({ kind: 'environment', isLinkable: false })] }),
    severity: 'note',
    says: /does not link by itself/,
  },
  'preloaded-library': {
    layers: withLibraries({
      cudart: makeLibrary({
        name: 'cudart',
        owner: 'toolkit',
        reason: { kind: 'preload', from: 'LD_PRELOAD' },
      }),
    }),
    severity: 'warning',
    says: /LD_PRELOAD replaces cudart/,
  },
  'toolkit-first-on-ld-library-path': {
    layers: {
      ...withLibraries(
        { cudnn: makeCudnn({ parts: [makeForeignPart('9.1.1')] }) },
        { variables: path },
      ),
      settings,
    },
    severity: 'warning',
    says: /puts other libraries before those of an environment/,
  },
  'torch-without-cuda': {
    layers: inEnvironment({ framework: { ...torch, cuda: null }, libraries: {} }),
    severity: 'warning',
    says: /a build without CUDA/,
  },
  'webgpu-without-the-gpu': {
    layers: makeLayers({ adapters: [{ ...makeLayers().adapters[0]!, software: true }] }),
    severity: 'warning',
    says: /software adapters alone/,
  },
  'wsl-driver': {
    layers: withDriver({ isWsl: true }),
    severity: 'error',
    says: /hides the one of Windows/,
  },
};

describe('rules', () => {
  it('are each shown to hold somewhere', () => {
    expect(rules.map(({ id }) => id)).toEqual(Object.keys(sick).toSorted());
  });

  it('find nothing on a healthy machine', () => {
    expect(findFindings(makeLayers(), rules)).toEqual([]);
  });

  it('find nothing on a machine without a GPU and without environments', () => {
    const driver = {
      ...makeLayers().driver,
      moduleVersion: null,
      libcuda: null,
      cudaCeiling: null,
      gpu: null,
      hardware: [],
      problem: { reason: 'No NVIDIA driver is loaded.', fix: '' },
    };
    const environments = [makeEnvironment({ libcuda: null })];
    expect(findFindings(makeLayers({ driver, environments, adapters: [] }), rules)).toEqual([]);
  });

  for (const [id, { layers, severity, says }] of Object.entries(sick)) {
    it(`${id} says what is wrong, with evidence and a fix`, () => {
      const [finding] = find(id, layers);
      expect(finding).toMatchObject({ rule: id, severity, message: expect.stringMatching(says) });
      expect(finding?.evidence.join('')).not.toBe('');
      expect(finding?.fix).not.toBe('');
    });
  }
});

describe('fixes', () => {
  it.skipIf(process.platform === 'win32')('that are commands can be pasted into a shell', () => {
    const fixes = Object.entries(sick).flatMap(([id, { layers }]) =>
      find(id, layers).map(({ fix }) => fix),
    );
    // Sentences begin with a capital letter.
    const commands = fixes.filter((fix) => /^[a-z]/.test(fix));
    expect(commands.length).toBeGreaterThan(10);
    execFileSync('bash', ['-n'], { input: commands.join('\n') });
  });
});

describe('cuda-home-without-compiler', () => {
  it('goes by bin/nvcc in the very folder that is named', () => {
    const compilesWith = {
      prefix: '/own/nvidia',
      version: '13.0',
      foundBy: 'CUDA_HOME',
      hasNvcc: false,
    };
    const { nvcc } = makeToolkit();
    const wheels = makeToolkit({
      prefix: '/own/nvidia',
      nvcc: { ...nvcc!, file: '/own/nvidia/cu13/bin/nvcc' },
    });
    const layers = inEnvironment({ compilesWith }, { toolkits: [wheels] });
    expect(find('cuda-home-without-compiler', layers)).toMatchObject([
      {
        message: expect.stringContaining('it has no bin/nvcc'),
        fix: expect.stringContaining('export CUDA_HOME=/own/nvidia/cu13 '),
      },
    ]);
  });
});

describe('compiles-with-other-major', () => {
  it('names a toolkit that is there, and none that is not', () => {
    const { layers } = sick['compiles-with-other-major']!;
    expect(find('compiles-with-other-major', layers)[0]?.fix).toMatch(
      /^export CUDA_HOME=\/usr\/local\/cuda-12\.4 /,
    );
    expect(find('compiles-with-other-major', { ...layers, toolkits: [] })[0]?.fix).toMatch(
      /^Install a toolkit of CUDA 12/,
    );
  });
});

describe('empty-ld-library-path-element', () => {
  it.each([':/x', '/x:', '/x::/y', '.', '/x:lib'])('finds one in %s', (value) => {
    const layers = inEnvironment({ variables: { LD_LIBRARY_PATH: value } });
    expect(find('empty-ld-library-path-element', layers)).toHaveLength(1);
  });

  it.each(['', '/x', '/x:/y', '$ORIGIN/../lib', '~/x'])('finds none in %s', (value) => {
    const layers = inEnvironment({ variables: { LD_LIBRARY_PATH: value } });
    expect(find('empty-ld-library-path-element', layers)).toEqual([]);
  });
});

describe('library-not-found', () => {
  it.each([
    ['libcufft.so.11', 'nvidia-cufft-cu12'],
    ['libcudart.so.12', 'nvidia-cuda-runtime-cu12'],
    ['libcublasLt.so.12', 'nvidia-cublas-cu12'],
    ['libcusparseLt.so.0', 'nvidia-cusparselt-cu12'],
    ['libcupti.so.12', 'nvidia-cuda-cupti-cu12'],
    ['libnvJitLink.so.12', 'nvidia-nvjitlink-cu12'],
  ])('has the package of %s installed anew, and no other', (library, owner) => {
    const names = ['cublas', 'cuda-cupti', 'cuda-runtime', 'cufft', 'cusparse', 'cusparselt'];
    const pins = Object.fromEntries(
      [...names, 'nvjitlink'].map((name) => [`nvidia-${name}-cu12`, '12.8']),
    );
    const layers = failing(`ImportError: ${library}: cannot open shared object file`, { pins });
    expect(find('library-not-found', layers)[0]?.fix).toBe(
      `pip install --force-reinstall '${owner}==12.8'`,
    );
  });
});

describe('cudnn-parts-from-elsewhere', () => {
  it('names the file and line that set the variable', () => {
    const [finding] = find(
      'cudnn-parts-from-elsewhere',
      sick['cudnn-parts-from-elsewhere']!.layers,
    );
    expect(finding?.evidence).toContainEqual(expect.stringContaining('~/.bashrc, line 118'));
    expect(finding?.fix).toContain('line 118');
  });

  it('only warns where the other copy is of the same version', () => {
    const layers = withLibraries({ cudnn: makeCudnn({ parts: [makeForeignPart('9.10.2')] }) });
    expect(find('cudnn-parts-from-elsewhere', layers)).toMatchObject([{ severity: 'warning' }]);
  });
});

describe('cudnn-part-absent', () => {
  const absent = {
    cudnnAbsentParts: [{ part: 'libcudnn_engines_tensor_ir.so', namedBy: 'libcudnn_graph.so.9' }],
  };

  it('is a note while no other cuDNN is within reach', () => {
    expect(find('cudnn-part-absent', inEnvironment(absent))).toMatchObject([{ severity: 'note' }]);
  });

  it('is an error where LD_LIBRARY_PATH leads to another cuDNN', () => {
    const toolkits = [
      makeToolkit({ libraries: { cudnn: { file: `${system}/libcudnn.so.9`, version: '9.23.0' } } }),
    ];
    const layers = inEnvironment({ ...absent, variables: path }, { toolkits });
    expect(find('cudnn-part-absent', layers)).toMatchObject([{ severity: 'error' }]);
  });
});

describe('gpu-not-in-build', () => {
  it('takes PTX of an older architecture for code that runs', () => {
    const framework = { ...torch, architectures: ['sm_80', 'compute_80'] };
    expect(find('gpu-not-in-build', inEnvironment({ framework }))).toEqual([]);
  });
});

describe('toolkit-first-on-ld-library-path', () => {
  it('finds nothing where no environment loses a library to it', () => {
    const layers = inEnvironment({ variables: path });
    expect(find('toolkit-first-on-ld-library-path', layers)).toEqual([]);
  });
});

describe('newer-cudnn-silently', () => {
  it('finds nothing where torch objects', () => {
    const layers = withLibraries(
      { cudnn: makeCudnn({ parts: [makeForeignPart('9.13.1')] }) },
      { objection: 'cuDNN version incompatibility' },
    );
    expect(find('newer-cudnn-silently', layers)).toEqual([]);
  });
});

describe('library-says-other-version-than-its-package', () => {
  it('leaves a mixed cuDNN to the rule that explains it', () => {
    const mixed = makeCudnn({ version: '9.1.1', parts: [makeForeignPart('9.1.1')] });
    const layers = withLibraries({ cudnn: mixed });
    expect(find('library-says-other-version-than-its-package', layers)).toEqual([]);
  });
});
