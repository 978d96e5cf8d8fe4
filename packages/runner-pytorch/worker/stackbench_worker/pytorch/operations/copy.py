"""y = x by Tensor.copy_, into memory that is there: a clone would measure the allocator, too."""


class Copy:
    called = "torch.Tensor.copy_"

    def __init__(self, _problem):
        pass

    def function(self):
        return copy

    def views(self, tensors):
        return tensors

    def flatten(self, result):
        return result


def copy(x, y):
    return y.copy_(x)
