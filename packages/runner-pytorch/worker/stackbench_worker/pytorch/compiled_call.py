"""An operation of torch through torch.compile."""

import importlib
import os
import re

import torch

from ..kit.failure import Failure, last_line
from .failures import is_out_of_memory
from .library_call import LibraryCall
from .math_modes import has_switch


class CompiledCall(LibraryCall):
    """The same call as torch.compile makes it, compiled when it is built."""

    def __init__(self, module, data_type):
        super().__init__(module, data_type)
        if not hasattr(torch, "compile"):
            raise Failure("unsupported", f"torch {torch.__version__} has no torch.compile; 2.0 and newer do.")
        try:
            # Shapes are fixed: what is compiled for others before is of no use.
            importlib.import_module("torch._dynamo").reset()
            importlib.import_module("torch._dynamo.utils").counters.clear()
            config = importlib.import_module("torch._inductor.config")
            if has_switch(config, "force_disable_caches"):
                # Or else a later launch would tell how long reading a cache takes.
                config.force_disable_caches = True
            self.function = torch.compile(self.function, **module.get("options", {}))
        except (RuntimeError, ImportError) as error:
            raise Failure("unsupported", f"torch.compile is not to be had here: {last_line(error)}") from error

    def build(self, tensors):
        """Compiles for these shapes, by the first call."""
        try:
            self.function(*self.views(tensors))
        except Exception as error:
            if is_out_of_memory(error) or "CUDA error" in str(error):
                raise
            if disabling_variables():
                raise switched_off() from error
            raise Failure("compile-error", f"torch.compile failed: {last_line(error)}") from error
        if importlib.import_module("torch._dynamo.utils").counters["stats"]["unique_graphs"] == 0:
            # Then torch.compile hands out the function as it is.
            raise switched_off()

    def notes(self):
        return {**super().notes(), "compiler": "torch.compile (inductor, default mode)"}


def switched_off():
    named = "".join(f" {name} switches it off." for name in disabling_variables())
    return Failure("unsupported", f"torch.compile compiles nothing here.{named}")


def disabling_variables():
    return [name for name in os.environ if re.match(r"TORCH_?(DYNAMO|COMPILE)_DISABLE$", name)]
