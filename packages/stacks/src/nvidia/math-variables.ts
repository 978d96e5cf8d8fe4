/**
 * Variables by which libraries are told to multiply in other ways than they are asked to: NVIDIA's,
 * torch's and oneDNN's. Workers set every mode themselves and are started without these.
 */
export const mathVariables: readonly string[] = [
  'NVIDIA_TF32_OVERRIDE',
  'CUBLAS_EMULATE_SINGLE_PRECISION',
  'CUBLAS_EMULATION_STRATEGY',
  'CUBLAS_WORKSPACE_CONFIG',
  'TORCH_ALLOW_TF32_CUBLAS_OVERRIDE',
  'ONEDNN_DEFAULT_FPMATH_MODE',
  'DNNL_DEFAULT_FPMATH_MODE',
];
