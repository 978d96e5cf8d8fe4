"""A convolution whose result tells by what kind of algorithm it was computed."""

import torch

from .tensors import fill_input


def fill_one_tap(call, tensors):
    """Fills a convolution's operands so that its output is a part of its input, and returns that."""
    problem = call.problem
    x, w = call.views(tensors)
    fill_input(tensors[0], {"kind": "integers", "range": 1, "sparsity": 0, "seed": 1}, 0)
    # 2^14 or 2^-12.
    tensors[0].gt_(0).mul_(2.0**14 - 2.0**-12).add_(2.0**-12)
    r, s = w.shape[2] // 2, w.shape[3] // 2
    w.zero_()
    w[:, 0, r, s] = 1
    groups, per_group = problem["groups"], w.shape[1]
    pad_w, pad_h = problem["padW"], problem["padH"]
    padded = torch.nn.functional.pad(x[:, ::per_group], (pad_w, pad_w, pad_h, pad_h))
    top, left = r * problem["dilationH"], s * problem["dilationW"]
    p = (padded.shape[2] - problem["dilationH"] * (w.shape[2] - 1) - 1) // problem["strideH"]
    q = (padded.shape[3] - problem["dilationW"] * (w.shape[3] - 1) - 1) // problem["strideW"]
    taken = padded[
        :, :, top : top + p * problem["strideH"] + 1 : problem["strideH"],
        left : left + q * problem["strideW"] + 1 : problem["strideW"],
    ]  # fmt: skip
    return taken.repeat_interleave(problem["k"] // groups, 1)
