"""What torch itself is asked for, an operation of the catalog a file."""

from .conv2d import Conv2d
from .copy import Copy
from .gemm import Gemm
from .softmax import Softmax

OPERATIONS = {"gemm": Gemm, "conv2d": Conv2d, "softmax": Softmax, "copy": Copy}
