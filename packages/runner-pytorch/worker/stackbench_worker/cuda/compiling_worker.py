"""No device: compiles the catalog's CUDA kernels for an architecture, to see whether that works."""

import platform
import time

from ..kit.failure import Failure
from ..kit.protocol import PROTOCOL
from ..kit.worker import Worker
from .find_nvrtc import open_nvrtc


class CompilingWorker(Worker):
    """Answers what can be answered without a device."""

    def __init__(self, architecture):
        self.architecture, self.nvrtc = architecture, open_nvrtc()

    def answer(self, request):
        if request["do"] not in ("describe", "prepare", "release"):
            raise Failure("unsupported", "This worker only compiles.")
        return super().answer(request)

    def describe(self):
        facts = {
            "pythonVersion": platform.python_version(),
            "device": "compiler only",
            **self.nvrtc.facts(),
            "nvrtcArchitectures": [f"sm_{number}" for number in self.nvrtc.architectures()],
        }
        return {"protocol": PROTOCOL, "clock": {"name": "none", "quantumNs": 1}, "facts": facts}

    def prepare(self, program, buffer_sets):
        start = time.perf_counter_ns()
        notes = {each["label"]: self.compile(each["module"]) for each in program["passes"]}
        return {"buildNs": time.perf_counter_ns() - start, "notes": notes}

    def compile(self, module):
        if module["kind"] != "source" or module["language"] != "cu":
            raise Failure("unsupported", "Only CUDA sources can be compiled here.")
        code = self.nvrtc.compile(module, self.architecture)
        return {"log": code.log, "codeBytes": len(code.binary), "compiler": code.compiler}

    def release(self):
        pass
