"""The files whose code is mapped into this process."""

import os
import re


def mapped_files(path="/proc/self/maps"):
    """The files mapped into this process as code (Linux; elsewhere none). `path` is for tests."""
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as maps:
            lines = maps.read().splitlines()
    except OSError:
        return []
    parts = [line.split(None, 5) for line in lines]
    return sorted({part[5] for part in parts if len(part) == 6 and "x" in part[1] and part[5].startswith("/")})


# Libraries that decide what is computed, and how fast.
TELLING = re.compile(
    r"^lib(cuda|cudart|cublas|cublasLt|cudnn\w*|nvrtc|nvJitLink|nccl|cufft|cusparse|cusparseLt|cusolver|curand|"
    r"cupti|nvToolsExt|blas|lapack|openblas\w*|mkl_\w+|dnnl|gomp|iomp5|omp|amdhip64|rocblas|hipblas\w*|MIOpen|"
    r"torch\w*|c10\w*|caffe2\w*)[-.]"
)


def is_telling(file):
    return TELLING.match(os.path.basename(file)) is not None
