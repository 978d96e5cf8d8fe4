"""The switches of torch that decide what a product is."""

import torch


def set_math_modes(allow_tf32):
    """Sets every switch that decides how torch multiplies; each release has its own set of them."""
    backends = torch.backends
    cuda_matmul, cudnn = backends.cuda.matmul, backends.cudnn
    precision = "tf32" if allow_tf32 else "ieee"
    torch.set_float32_matmul_precision("high" if allow_tf32 else "highest")
    cuda_matmul.allow_tf32 = allow_tf32
    cudnn.allow_tf32 = allow_tf32
    if has_switch(cuda_matmul, "fp32_precision"):
        # From 2.9 on there are newer switches beside the older ones. Where the two do not say the same of
        # everything, reading the older, as torch.compile does, is an error.
        cuda_matmul.fp32_precision = precision
        cudnn.conv.fp32_precision = precision
        cudnn.rnn.fp32_precision = precision
        backends.mkldnn.matmul.fp32_precision = "ieee"
        backends.mkldnn.conv.fp32_precision = "ieee"
    for name in (
        "allow_fp16_reduced_precision_reduction",
        "allow_bf16_reduced_precision_reduction",
        "allow_fp16_accumulation",
    ):
        if has_switch(cuda_matmul, name):
            setattr(cuda_matmul, name, False)
    cudnn.enabled = True
    cudnn.benchmark = False
    cudnn.deterministic = False
    torch.use_deterministic_algorithms(False)


def has_switch(backend, name):
    """Whether this release has the switch; older ones answer with an AssertionError."""
    try:
        getattr(backend, name)
    except (AttributeError, AssertionError):
        return False
    return True
