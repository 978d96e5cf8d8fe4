"""What exceptions of torch mean."""

import re

import torch

from ..kit.failure import Failure, last_line


def is_out_of_memory(error):
    named = getattr(torch, "OutOfMemoryError", None) or getattr(getattr(torch, "cuda", None), "OutOfMemoryError", ())
    text = str(error)
    return (
        isinstance(error, (MemoryError, named or MemoryError))
        or "out of memory" in text
        or "can't allocate memory" in text
        or "_STATUS_ALLOC_FAILED" in text
    )


def judge(error, device):
    """What an exception of torch means for the case and for this process."""
    if isinstance(error, Failure):
        return error
    if is_out_of_memory(error):
        return Failure("out-of-memory", last_line(error))
    refusals = (
        r"not implemented for|_STATUS_(NOT_SUPPORTED|ARCH_MISMATCH)|unable to find an engine|valid cuDNN algorithm"
    )
    if isinstance(error, NotImplementedError) or re.search(refusals, str(error), re.IGNORECASE):
        return Failure("unsupported", f"torch {torch.__version__}: {last_line(error)}")
    fatal = False
    if isinstance(error, RuntimeError):
        try:
            device.synchronize()
        except Exception:
            # The context is lost: every later call would fail as well.
            fatal = True
    return Failure("crash", last_line(error), fatal)
