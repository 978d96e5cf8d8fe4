import { describe, expect, it, test } from 'vitest';
import { publishValue } from '../../src/variables/publish-value.ts';
import { variableFacts } from '../../src/variables/state-variables.ts';
import { isSteering } from '../../src/variables/steering-variables.ts';

describe('the variables of a worker', () => {
  it('are stated whoever set them, sorted, and without the rest', () => {
    const base = { MKL_CBWR: 'COMPATIBLE', HOME: '/home/ada', LANG: 'C', OMP_NUM_THREADS: '2' };
    expect(variableFacts({ OMP_NUM_THREADS: '4', CUDA_DEVICE_ORDER: 'PCI_BUS_ID' }, base)).toEqual({
      variables: { CUDA_DEVICE_ORDER: 'PCI_BUS_ID', MKL_CBWR: 'COMPATIBLE', OMP_NUM_THREADS: '4' },
      removedVariables: undefined,
    });
  });

  it('that are kept from it are named', () => {
    const base = { TORCHDYNAMO_DISABLE: '1', HOME: '/home/ada' };
    const changes = {
      TORCHDYNAMO_DISABLE: undefined,
      NVIDIA_TF32_OVERRIDE: undefined,
      HOME: undefined,
    };
    expect(variableFacts(changes, base)).toEqual({
      variables: undefined,
      removedVariables: ['TORCHDYNAMO_DISABLE'],
    });
  });
});

test.each([
  'CUDA_LAUNCH_BLOCKING',
  'CUBLAS_WORKSPACE_CONFIG',
  'CUBLASLT_LOG_LEVEL',
  'CUDNN_LOGLEVEL_DBG',
  'NVIDIA_TF32_OVERRIDE',
  'TORCHINDUCTOR_MAX_AUTOTUNE',
  'TORCH_BLAS_PREFER_CUBLASLT',
  'PYTORCH_CUDA_ALLOC_CONF',
  'TRITON_CACHE_DIR',
  'CXX',
  'CPATH',
  'CPLUS_INCLUDE_PATH',
  'LIBRARY_PATH',
  'OMP_NUM_THREADS',
  'MKL_CBWR',
  'OPENBLAS_CORETYPE',
  'KMP_AFFINITY',
  'GOMP_CPU_AFFINITY',
  'BLIS_NUM_THREADS',
  'DNNL_MAX_CPU_ISA',
  'ONEDNN_MAX_CPU_ISA',
  'ATEN_CPU_CAPABILITY',
  'VK_DRIVER_FILES',
  'MESA_VK_DEVICE_SELECT',
  'DRI_PRIME',
  'LD_PRELOAD',
  'LD_LIBRARY_PATH',
  'MALLOC_ARENA_MAX',
  'GLIBC_TUNABLES',
  'NCCL_DEBUG',
  'HSA_OVERRIDE_GFX_VERSION',
  '__GL_THREADED_OPTIMIZATIONS',
  'WGPU_BACKEND',
  'NODE_OPTIONS',
  'PYTHONPATH',
  'PYTHONHOME',
])('%s may decide what is measured', (name) => {
  expect(isSteering(name)).toBe(true);
});

test.each([
  'HOME',
  'PATH',
  'LANG',
  'AWS_SECRET_ACCESS_KEY',
  'GITHUB_TOKEN',
  'DISPLAY',
  'LDAP_HOST',
  'VKONTAKTE',
  'CXXFLAGS',
  'CCACHE_DIR',
  'PYTHONUNBUFFERED',
])('%s does not', (name) => {
  expect(isSteering(name)).toBe(false);
});

test.each([
  ['TRITON_API_KEY', 'abc', '(set)'],
  ['PYTHON_KEYRING_BACKEND', 'null', '(set)'],
  ['TORCH_HOME', 'https://ada:pw@example.org/x', '(set)'],
  ['TORCH_HOME', '/home/ada/torch', '~/torch'],
  ['CUDA_VISIBLE_DEVICES', 'GPU-8932f937-d72c-4106-c12f-20bd9faed9f6,1', 'GPU-…,1'],
  ['CUDA_VISIBLE_DEVICES', 'MIG-GPU-8932f937-d72c-4106-c12f-20bd9faed9f6/1/0', 'MIG-GPU-…'],
])('%s=%s is published as %s', (name, value, shown) => {
  expect(publishValue(name, value, '/home/ada')).toBe(shown);
});
