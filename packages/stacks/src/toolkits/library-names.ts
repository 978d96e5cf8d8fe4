/** Libraries of NVIDIA's by the name that people call them, as tables order them. */
export const libraryNames = [
  'cudart',
  'cublas',
  'cublasLt',
  'cudnn',
  'nvrtc',
  'nvJitLink',
  'nccl',
  'cufft',
  'curand',
  'cusolver',
  'cusparse',
  'cusparseLt',
] as const;

export type LibraryName = (typeof libraryNames)[number];

/** The library that a file is: `cublasLt` for `libcublasLt.so.13`; null for any other, parts included. */
export function libraryOf(file: string): LibraryName | null {
  const name = file.slice(file.lastIndexOf('/') + 1);
  // Some wheels add a hash to the name: `libcudart-e409450e.so.11.0`.
  const [, stem] = /^lib([A-Za-z]+)(?:-[0-9a-f]{6,})?\.so(?:\.\d+)*$/.exec(name) ?? [];
  return libraryNames.find((known) => known === stem) ?? null;
}

/** `9.10.2` of `libcudnn.so.9.10.2`; null of shorter ones, which name an interface: CUDA 11.7's runtime is `libcudart.so.11.0`. */
export function versionInName(file: string): string | null {
  const [, version] = /\.so\.(\d+\.\d+\.\d+(?:\.\d+)*)$/.exec(file) ?? [];
  return version ?? null;
}
