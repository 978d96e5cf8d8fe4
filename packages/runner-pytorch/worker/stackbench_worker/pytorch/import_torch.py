"""Imports torch, once it is known what to say where that fails."""

import importlib

from ..kit.failure import Failure, last_line


def import_torch():
    try:
        torch = importlib.import_module("torch")
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise Failure("unsupported", f"torch cannot be imported: {last_line(error)}", fatal=True) from error
    torch.set_grad_enabled(False)
