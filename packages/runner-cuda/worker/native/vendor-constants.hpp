// Numbers of the interfaces of cuBLAS and cuDNN (cublas_api.h, library_types.h, cudnn_graph.h,
// cudnn_ops.h): stable across their releases, so that their headers need not be installed.
#pragma once

namespace stackbench::cublas {

constexpr int op_n = 0;
constexpr int real_32f = 0, real_16f = 2, real_16bf = 14;
constexpr int compute_32f = 68, compute_32f_fast_tf32 = 77;
constexpr int default_math = 0, no_reduced_precision_reduction = 16;
constexpr int gemm_default = -1;
constexpr int alloc_failed = 3, arch_mismatch = 8, execution_failed = 13, not_supported = 15;

}  // namespace stackbench::cublas

namespace stackbench::cudnn {

constexpr int data_float = 0, data_half = 2, data_bfloat16 = 9;
constexpr int format_nchw = 0, format_nhwc = 1;
constexpr int cross_correlation = 1;
constexpr int tensor_op_math = 1, fma_math = 3;
constexpr int algorithm_count = 8;

}  // namespace stackbench::cudnn
