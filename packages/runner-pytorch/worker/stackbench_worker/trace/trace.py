"""
Imports a framework and tells which files then serve it: a line of JSON for each fact as soon as it is proven,
so that a crash takes nothing with it. `about` lines announce a step that may end the process. Needs neither GPU
nor driver; with a GPU it computes on that.

Started with LD_DEBUG=libs and LD_DEBUG_OUTPUT, the loader says beside it why it took each file.
"""

import ctypes
import importlib
import importlib.util
import json
import os
import platform
import sys

from ..libraries.mapped_files import is_telling, mapped_files
from ..libraries.serving import find_function, serving_libraries
from ..libraries.shared_library import file_of, open_library
from .frameworks import WAKE, built_for, packed_runtime, wake
from .loader_cache import replace_loader_cache

# Whose calls count: the framework's own files that call these libraries.
CALLERS = {
    "torch": ["libtorch_cuda.so", "libtorch_cuda_cpp.so", "libtorch_cuda_cu.so", "libtorch_cuda_linalg.so"],
}


def print_trace(framework, first, loader_cache):
    """Traces `framework`, after having loaded the libraries `first`, under a loader's cache of its own."""
    if loader_cache is not None:
        replace_loader_cache(loader_cache)
    trace = Trace(claim_output())
    trace.tell("interpreter", pid=os.getpid(), version=platform.python_version())
    trace.load_first(first)
    module = trace.import_framework(framework)
    if module is not None and os.name == "posix":
        trace.look_around(framework, module)
    trace.tell("end")


def claim_output():
    """Standard output, which whatever the environment prints from now on no longer reaches."""
    sys.stdout.flush()
    output = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="backslashreplace")
    os.dup2(2, 1)
    return output


class Trace:
    def __init__(self, output):
        self.output = output

    def tell(self, fact, **values):
        self.output.write(json.dumps({"fact": fact, **values}) + "\n")
        self.output.flush()

    def load_first(self, files):
        """Loads libraries before the framework, as a package that was imported earlier would."""
        for file in files:
            try:
                ctypes.CDLL(file)
                self.tell("first", file=file, error=None)
            except OSError as error:
                self.tell("first", file=file, error=str(error))

    def import_framework(self, name):
        """The module; None where it cannot be imported, which is told."""
        self.tell("about", step=f"import {name}")
        try:
            module = importlib.import_module(name)
        except BaseException as error:  # What a package raises while it is imported may be anything.
            told = f"{type(error).__name__}: {first_line(error)}" + unfound(name, error)
            self.tell("import", module=name, version=None, cuda=None, architectures=[], error=told)
            return None
        cuda, architectures = built_for(name, module), []
        if name == "torch":
            flags = getattr(module._C, "_cuda_getArchFlags", None)
            architectures = ((flags() if flags else None) or "").split()
        version = getattr(module, "__version__", None)
        self.tell("import", module=name, version=version, cuda=cuda, architectures=architectures, error=None)
        return module

    def look_around(self, framework, module):
        if framework == "torch":
            self.compute(module)
        elif framework in WAKE:
            self.wake(framework, module)
        opened = [open_library(name, already_loaded=True) for name in CALLERS.get(framework, [])]
        callers = [handle for handle in opened if handle is not None]
        for serving in serving_libraries(callers, lambda name: self.tell("about", step=f"ask {name} for its version")):
            self.tell("library", name=serving.name, file=serving.file, version=serving.version, how=serving.how)
        packed = packed_runtime(framework, module)
        if packed is not None:
            self.tell("library", name="cudart", file=packed, version=built_for(framework, module), how="static")
        self.tell_mapped()
        self.tell_cudnn_built_for(callers)
        if framework == "torch":
            self.tell_objection(module)
        self.tell_driver()
        self.create_cudnn(callers)
        self.tell_mapped()

    def compute(self, torch):
        """A product and a convolution, on the GPU where there is one: libraries open their parts lazily."""
        device = "cuda" if torch.cuda.is_available() else "cpu"
        self.tell("about", step=f"compute on the {'GPU' if device == 'cuda' else 'CPU'}")
        try:
            a = torch.ones(64, 64, device=device)
            torch.matmul(a, a)
            torch.conv2d(a.view(1, 4, 32, 32), a[:9, :4].reshape(1, 4, 3, 3))
            if device == "cuda":
                torch.cuda.synchronize()
            self.tell("compute", device=device, error=None)
        except Exception as error:
            self.tell("compute", device=device, error=first_line(error))

    def wake(self, framework, module):
        self.tell("about", step=f"have {framework} load its libraries")
        try:
            objection = wake(framework, module)
            if objection is not None:
                self.tell("objection", error=objection)
            self.tell("compute", device="none", error=None)
        except Exception as error:
            self.tell("compute", device="none", error=first_line(error))

    def tell_mapped(self):
        self.tell("mapped", files=[file for file in mapped_files() if is_telling(file)])

    def tell_cudnn_built_for(self, callers):
        found = find_function("cudnn", "cudnnGetCudartVersion", callers)
        if found is not None:
            found[0].restype = ctypes.c_size_t
            number = found[0]()
            self.tell("cudnn-built-for", cuda=f"{number // 1000}.{number % 1000 // 10}")

    def tell_objection(self, torch):
        """What torch itself says against the cuDNN that it got."""
        try:
            torch.backends.cudnn.version()
        except Exception as error:
            self.tell("objection", error=first_line(error))

    def tell_driver(self):
        """The user's half of the driver, which every CUDA program opens at run time."""
        self.tell("about", step="open libcuda.so.1")
        try:
            handle = ctypes.CDLL("libcuda.so.1")
            number = ctypes.c_int()
            known = handle.cuDriverGetVersion(ctypes.byref(number)) == 0
            version = f"{number.value // 1000}.{number.value % 1000 // 10}" if known else None
            self.tell("driver", file=file_of(handle.cuDriverGetVersion), version=version)
        except (OSError, AttributeError):
            self.tell("driver", file=None, version=None)

    def create_cudnn(self, callers):
        """Last, as a mixed cuDNN ends the process here."""
        found = find_function("cudnn", "cudnnCreate", callers)
        if found is not None:
            self.tell("about", step="cudnnCreate")
            handle = ctypes.c_void_p()
            found[0](ctypes.byref(handle))


def unfound(name, error):
    """What torch's own search for a library that it misses leaves unsaid."""
    try:
        folder = os.path.dirname(importlib.util.find_spec(name).origin)
    except (AttributeError, ImportError, ValueError):
        return ""
    library = os.path.join(folder, "lib", "libtorch_global_deps.so")
    if isinstance(error, ImportError) or not os.path.exists(library):
        return ""
    try:
        ctypes.CDLL(library)
        return ""
    except OSError as cause:
        return f" ({cause})"


def first_line(error):
    return (str(error).strip().splitlines() or [""])[0]
