"""NVRTC, NVIDIA's runtime compiler, as a library of this environment."""

import ctypes
import os
import re
from pathlib import Path

from ..kit.failure import Failure
from ..kit.paths import shorten_home
from ..libraries.shared_library import open_library


class CompiledCode:
    """What NVRTC made of a source, for which target, and what ptxas says of it."""

    def __init__(self, binary, log, target, compiler):
        self.binary, self.log, self.target, self.compiler = binary, log, target, compiler


class Nvrtc:
    """The compiler in one library file, with the folders that its sources include from."""

    def __init__(self, file, include_folders):
        self.include_folders = include_folders
        # It opens its builtins by their bare name, which finds them where they are loaded already.
        for builtins in Path(file).parent.glob("libnvrtc-builtins.so*"):
            open_library(builtins)
        self.library = open_library(file)
        if self.library is None:
            raise Failure("unsupported", f"NVRTC cannot be opened: {file}.")
        self.file = file
        major, minor = ctypes.c_int(), ctypes.c_int()
        self.library.nvrtcVersion(ctypes.byref(major), ctypes.byref(minor))
        self.version = (major.value, minor.value)
        self.compiled = {}

    def version_text(self):
        return "{}.{}".format(*self.version)

    def facts(self):
        return {"nvrtcVersion": self.version_text(), "nvrtcFile": shorten_home(os.path.realpath(self.file))}

    def architectures(self):
        """Compute capabilities that it compiles for: 80, 90."""
        count = ctypes.c_int()
        self.library.nvrtcGetNumSupportedArchs(ctypes.byref(count))
        numbers = (ctypes.c_int * count.value)()
        self.library.nvrtcGetSupportedArchs(numbers)
        return list(numbers)

    def target_for(self, capability):
        """What to compile for: the GPU itself, or PTX for the closest older one that is known."""
        number = capability[0] * 10 + capability[1]
        known = self.architectures()
        if number in known:
            # From 9.0 on with the instructions that only this architecture has.
            return f"sm_{number}{'a' if capability[0] >= 9 and self.version[0] >= 12 else ''}"
        older = [each for each in known if each < number]
        if not older:
            raise Failure("unsupported", f"NVRTC {self.version_text()} knows no architecture up to sm_{number}.")
        return f"compute_{max(older)}"

    def compile(self, module, target):
        """Compiles, once in this process; raises Failure with the compiler's own message."""
        key = (module["text"], *module.get("flags", ()), target)
        if key not in self.compiled:
            self.compiled[key] = self.compile_anew(module, target)
        return self.compiled[key]

    def compile_anew(self, module, target):
        library = self.library
        program = ctypes.c_void_p()
        # Names of files come from the text's own #line directives.
        source = ctypes.c_char_p(module["text"].encode())
        self.check(library.nvrtcCreateProgram(ctypes.byref(program), source, b"kernel.cu", 0, None, None))
        try:
            options = [f"--gpu-architecture={target}", *module.get("flags", ())]
            options += [f"--include-path={folder}" for folder in self.include_folders]
            encoded = [option.encode() for option in options]
            array = (ctypes.c_char_p * len(encoded))(*encoded)
            status = library.nvrtcCompileProgram(program, len(encoded), array)
            log = self.read(program, library.nvrtcGetProgramLogSize, library.nvrtcGetProgramLog)
            log = log.rstrip(b"\0").decode(errors="replace").strip()
            if status != 0:
                raise self.failure(log)
            real = target.startswith("sm_")
            binary = self.read(
                program,
                library.nvrtcGetCUBINSize if real else library.nvrtcGetPTXSize,
                library.nvrtcGetCUBIN if real else library.nvrtcGetPTX,
            )
            return CompiledCode(binary, log, target, f"NVRTC {self.version_text()}")
        finally:
            library.nvrtcDestroyProgram(ctypes.byref(program))

    @staticmethod
    def read(program, get_size, get):
        size = ctypes.c_size_t()
        get_size(program, ctypes.byref(size))
        buffer = ctypes.create_string_buffer(max(1, size.value))
        get(program, buffer)
        return buffer.raw[: size.value]

    def failure(self, log):
        missing = re.search(r'(?:cannot|could not) open source file "([^"]+)"', log)
        if missing is None:
            return Failure("compile-error", f"NVRTC {self.version_text()}: {errors_in(log)}")
        header = missing.group(1)
        line = self.version_text()
        pip = "nvidia-cuda-crt" if header.startswith("crt/") else "nvidia-cuda-runtime"
        conda = "cuda-crt-dev_linux-64" if header.startswith("crt/") else "cuda-cudart-dev"
        return Failure(
            "unsupported",
            f"This environment's CUDA headers lack <{header}>, which the kernel includes. "
            f"Install {pip}=={line}.* (pip), or {conda} {line} (conda), in it.",
        )

    def check(self, status):
        if status != 0:
            raise Failure("crash", f"NVRTC failed with status {status}.")


def errors_in(log):
    """The lines from the first error on, as far as a person reads."""
    lines = log.splitlines()
    first = next((i for i, line in enumerate(lines) if "error" in line), 0)
    return "\n".join(lines[first : first + 30])
