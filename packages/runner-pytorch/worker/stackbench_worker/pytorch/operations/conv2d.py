"""y = x ∗ w by torch.conv2d, in the memory order of the problem."""

import torch


class Conv2d:
    def __init__(self, problem):
        self.problem = problem
        self.is_nhwc = problem["layout"] == "nhwc"
        self.called = "torch.conv2d, " + ("channels_last" if self.is_nhwc else "contiguous")

    def function(self):
        problem = self.problem
        stride = (problem["strideH"], problem["strideW"])
        padding = (problem["padH"], problem["padW"])
        dilation = (problem["dilationH"], problem["dilationW"])
        groups = problem["groups"]

        def convolution(x, w):
            return torch.conv2d(x, w, None, stride, padding, dilation, groups)

        return convolution

    def views(self, tensors):
        problem = self.problem
        n, c, h, w = (problem[name] for name in "nchw")
        k, r, s, per_group = problem["k"], problem["r"], problem["s"], c // problem["groups"]
        if not self.is_nhwc:
            return tensors[0].view(n, c, h, w), tensors[1].view(k, per_group, r, s)
        # torch speaks of N, C, H, W whatever the memory order; this one it calls channels_last.
        to_nchw = (0, 3, 1, 2)
        return (
            tensors[0].view(n, h, w, c).permute(to_nchw),
            tensors[1].view(k, r, s, per_group).permute(to_nchw),
        )

    def flatten(self, result):
        if self.is_nhwc:
            result = result.permute(0, 2, 3, 1)
        return result.reshape(-1)
