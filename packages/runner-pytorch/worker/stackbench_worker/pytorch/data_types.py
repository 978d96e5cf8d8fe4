"""The data types of programs, as torch's."""

import torch

NAMES = {"f32": "float32", "tf32": "float32", "f16": "float16", "bf16": "bfloat16"}


def dtype_of(data_type):
    return getattr(torch, NAMES[data_type])


def name_of(dtype):
    """`float32` of torch.float32."""
    return str(dtype).split(".")[-1]
