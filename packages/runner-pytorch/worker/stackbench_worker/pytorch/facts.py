"""What torch is, in its own words."""

import platform
import re

import torch

from ..kit.failure import last_line
from ..libraries.versions import cudnn_version


def torch_facts():
    version = torch.version
    facts = {
        "pythonVersion": platform.python_version(),
        "torchVersion": torch.__version__ + "",
        "torchCudaVersion": version.cuda,
        "torchHipVersion": getattr(version, "hip", None),
        "torchArchitectures": built_architectures() if version.cuda else None,
        **(cudnn_facts() if version.cuda else {}),
        "blas": blas_of(torch.__config__.show()),
    }
    return {name: value for name, value in facts.items() if value not in (None, [], "")}


def built_architectures():
    """What torch was built for. Older releases list nothing without a GPU, though they know."""
    flags = getattr(torch._C, "_cuda_getArchFlags", None)
    known = (flags() or "").split() if flags is not None else []
    return torch.cuda.get_arch_list() or known


def blas_of(config):
    """What torch says it was built with: `mkl`, `open`, `generic`."""
    match = re.search(r"BLAS_INFO=(\w+)", config)
    return match.group(1) if match else None


def cudnn_facts():
    try:
        return {"cudnnVersion": cudnn_version(torch.backends.cudnn.version())}
    except RuntimeError as error:
        # Another cuDNN is found than torch was built with.
        return {"cudnnProblem": last_line(error)}
