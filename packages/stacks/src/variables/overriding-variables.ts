/**
 * Variables by which a library does something else than it is asked to: NVIDIA's, torch's and oneDNN's ways to
 * multiply, and what has torch.compile compile nothing. Workers are started without these, whoever set them.
 */
const overridingVariables: readonly string[] = [
  'NVIDIA_TF32_OVERRIDE',
  'CUBLAS_EMULATE_SINGLE_PRECISION',
  'CUBLAS_EMULATION_STRATEGY',
  'CUBLAS_WORKSPACE_CONFIG',
  'TORCH_ALLOW_TF32_CUBLAS_OVERRIDE',
  'ONEDNN_DEFAULT_FPMATH_MODE',
  'DNNL_DEFAULT_FPMATH_MODE',
  'TORCHDYNAMO_DISABLE',
  'TORCH_COMPILE_DISABLE',
  'TORCHDYNAMO_SUPPRESS_ERRORS',
  'TORCH_COMPILE_OVERRIDE_BACKENDS',
  'TORCH_COMPILE_OVERRIDE_DYNAMO_CONFIGS',
  'TORCH_COMPILE_OVERRIDE_INDUCTOR_CONFIGS',
];

/** For the variables of a worker: takes those away. */
export const withoutOverriding: Readonly<Record<string, undefined>> = Object.fromEntries(
  overridingVariables.map((name) => [name, undefined]),
);
