// Numbers of the interfaces of cuBLAS, cuBLASLt and cuDNN (cublas_api.h, cublasLt.h, library_types.h,
// cudnn_backend.h, from cuDNN 9 on cudnn_graph.h): stable across their releases, so that their headers need not
// be installed.
#pragma once
#include <cstdint>

namespace stackbench::cublas {

constexpr int op_n = 0;
constexpr int real_32f = 0, real_16f = 2, real_16bf = 14;
constexpr int compute_32f = 68, compute_32f_fast_tf32 = 77;
constexpr int default_math = 0, no_reduced_precision_reduction = 16;
constexpr int gemm_default = -1;
constexpr int alloc_failed = 3, arch_mismatch = 8, execution_failed = 13, not_supported = 15;

}  // namespace stackbench::cublas

namespace stackbench::cublas_lt {

constexpr int preference_max_workspace_bytes = 1, preference_reduction_scheme_mask = 3;
constexpr uint32_t reduction_in_place = 1, reduction_compute_type = 2;
constexpr int config_id = 0, config_tile = 1, config_split_k = 2, config_reduction_scheme = 3, config_swizzling = 4,
              config_custom_option = 5, config_stages = 6, config_inner_shape = 7, config_cluster_shape = 8;
constexpr int capability_numerical_flags = 15;
constexpr uint64_t accumulator_16f = 0x01ull << 8;
constexpr uint64_t input_16f = 0x01ull << 16, input_16bf = 0x02ull << 16, input_tf32 = 0x04ull << 16;

}  // namespace stackbench::cublas_lt

namespace stackbench::cudnn {

constexpr int data_float = 0, data_half = 2, data_bfloat16 = 9;
constexpr int cross_correlation = 1;

// cudnnBackendDescriptorType_t
constexpr int convolution_descriptor = 1, engine_descriptor = 2, engine_config_descriptor = 3,
              engine_heuristics_descriptor = 4, execution_plan_descriptor = 5, knob_choice_descriptor = 7,
              convolution_forward_descriptor = 10, operation_graph_descriptor = 15, variant_pack_descriptor = 16,
              tensor_descriptor = 17;

// cudnnBackendAttributeType_t
constexpr int type_handle = 0, type_data_type = 1, type_boolean = 2, type_int64 = 3, type_float = 4,
              type_void_pointer = 6, type_convolution_mode = 7, type_heuristic_mode = 8, type_knob = 9,
              type_numerical_note = 11, type_descriptor = 15;

// cudnnBackendAttributeName_t
constexpr int convolution_compute_type = 100, convolution_mode = 101, convolution_dilations = 102,
              convolution_strides = 103, convolution_post_paddings = 104, convolution_pre_paddings = 105,
              convolution_spatial_dimensions = 106;
constexpr int heuristics_mode = 200, heuristics_operation_graph = 201, heuristics_results = 202;
constexpr int config_engine = 300, config_knob_choices = 302;
constexpr int plan_handle = 400, plan_engine_config = 401, plan_workspace_size = 402;
constexpr int knob_choice_type = 600, knob_choice_value = 601;
constexpr int forward_alpha = 700, forward_beta = 701, forward_convolution = 702, forward_w = 703, forward_x = 704,
              forward_y = 705;
constexpr int graph_handle = 800, graph_operations = 801;
constexpr int tensor_alignment = 900, tensor_data_type = 901, tensor_dimensions = 902, tensor_strides = 903,
              tensor_id = 906;
constexpr int pack_ids = 1000, pack_pointers = 1001, pack_workspace = 1003;
constexpr int engine_index = 1301, engine_numerical_notes = 1303;

// cudnnBackendHeurMode_t
constexpr int heuristic_fallback = 2, heuristic_a = 3;

// cudnnBackendNumericalNote_t
constexpr int tensor_core = 0, down_convert_inputs = 1, reduced_precision_reduction = 2, fft = 3, nondeterministic = 4,
              winograd = 5, winograd_tile_4x4 = 6, winograd_tile_6x6 = 7, winograd_tile_13x13 = 8;

// cudnnStatus_t up to 8.9, …
constexpr int old_alloc_failed = 2, old_arch_mismatch = 6, old_execution_failed = 8, old_not_supported = 9;
// … and in thousands from 9.0 on.
constexpr int not_supported_category = 3, execution_failed_category = 5;
constexpr int host_allocation_failed = 4003, device_allocation_failed = 4004;

}  // namespace stackbench::cudnn
