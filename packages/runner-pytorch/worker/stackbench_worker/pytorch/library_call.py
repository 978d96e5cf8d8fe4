"""torch.matmul and torch.conv2d, called as they are."""

import torch

from ..kit.failure import Failure


class LibraryCall:
    """torch.matmul or torch.conv2d on views of the tensors, in their own memory order."""

    def __init__(self, module, data_type):
        self.operation, self.problem = module["operation"], module["problem"]
        self.data_type = data_type
        if self.operation not in ("gemm", "conv2d"):
            raise Failure("unsupported", f"torch is asked for gemm and conv2d, not {self.operation}.")
        self.function = matmul if self.operation == "gemm" else convolve(self.problem)

    def views(self, tensors):
        """The operands as torch wants them, sharing the tensors' memory."""
        problem = self.problem
        if self.operation == "gemm":
            m, n, k = problem["m"], problem["n"], problem["k"]
            return tensors[0].view(m, k), tensors[1].view(k, n)
        n, c, h, w = (problem[name] for name in "nchw")
        k, r, s, per_group = problem["k"], problem["r"], problem["s"], c // problem["groups"]
        if problem["layout"] == "nchw":
            return tensors[0].view(n, c, h, w), tensors[1].view(k, per_group, r, s)
        # torch speaks of N, C, H, W whatever the memory order; this one it calls channels_last.
        to_nchw = (0, 3, 1, 2)
        return (
            tensors[0].view(n, h, w, c).permute(to_nchw),
            tensors[1].view(k, r, s, per_group).permute(to_nchw),
        )

    def bind(self, tensors):
        """A function that computes once and returns the result."""
        function, (left, right) = self.function, self.views(tensors)
        return lambda: function(left, right)

    def flatten(self, result):
        """A result's elements in the order of the program's output."""
        if self.operation == "conv2d" and self.problem["layout"] == "nhwc":
            result = result.permute(0, 2, 3, 1)
        return result.reshape(-1)

    def notes(self):
        called = "torch.matmul" if self.operation == "gemm" else "torch.conv2d"
        if self.operation == "conv2d":
            called += ", channels_last" if self.problem["layout"] == "nhwc" else ", contiguous"
        return {"library": called}


def matmul(a, b):
    return torch.matmul(a, b)


def convolve(problem):
    stride = (problem["strideH"], problem["strideW"])
    padding = (problem["padH"], problem["padW"])
    dilation = (problem["dilationH"], problem["dilationW"])
    groups = problem["groups"]

    def convolution(x, w):
        return torch.conv2d(x, w, None, stride, padding, dilation, groups)

    return convolution
