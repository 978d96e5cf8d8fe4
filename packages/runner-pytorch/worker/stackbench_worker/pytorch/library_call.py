"""An operation of torch, called as it is."""

from ..kit.failure import Failure
from .operations import OPERATIONS

# Of what torch can be told to time the algorithms, by torch.backends.cudnn.benchmark.
SEARCHED = ("conv2d",)


class LibraryCall:
    """An operation of torch on views of the tensors, in their own memory order."""

    def __init__(self, module, data_type):
        self.operation, self.problem = module["operation"], module["problem"]
        self.data_type = data_type
        self.is_tuned = module["kind"] == "library-tuned"
        if self.operation not in OPERATIONS:
            known = ", ".join(OPERATIONS)
            raise Failure("unsupported", f"torch is asked for {known}, not {self.operation}.")
        if self.is_tuned and self.operation not in SEARCHED:
            raise Failure(
                "unsupported",
                f"torch times no algorithms of {self.operation}: it has what its library chooses, which is 'library'.",
            )
        self.meaning = OPERATIONS[self.operation](self.problem)
        self.function = self.meaning.function()

    def views(self, tensors):
        """The operands as torch wants them, sharing the tensors' memory."""
        return self.meaning.views(tensors)

    def bind(self, tensors):
        """A function that computes once and returns the result."""
        function, operands = self.function, self.views(tensors)
        return lambda: function(*operands)

    def flatten(self, result):
        """A result's elements in the order of the program's output."""
        return self.meaning.flatten(result)

    def notes(self):
        return {"library": self.meaning.called}
