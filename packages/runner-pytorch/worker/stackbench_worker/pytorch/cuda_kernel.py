"""A kernel of the catalog, compiled by NVRTC and launched through the driver in torch's context."""

import ctypes

from .data_types import name_of

SCALARS = {"i32": ctypes.c_int32, "f32": ctypes.c_float}


class CudaKernel:
    """A kernel of the catalog, compiled by NVRTC and launched through the driver in torch's context."""

    def __init__(self, code, program_pass, driver):
        self.driver, self.code, self.described = driver, code, program_pass
        self.function = driver.load(code.binary, program_pass["entry"])
        launch = program_pass.get("cuda") or {}
        self.shared_bytes = launch.get("dynamicSharedBytes", 0)
        self.tensor_maps = launch.get("tensorMaps", {})
        if self.shared_bytes > 0:
            # More than 48 KiB must be allowed first.
            driver.allow_shared_memory(self.function, self.shared_bytes)

    def bind(self, tensors, stream):
        """A function that launches once on `stream`; its arguments are laid out now."""
        described = self.described
        arguments = []
        for name, tensor in zip(described["tensors"], tensors):
            tensor_map = self.tensor_maps.get(name)
            arguments.append(
                ctypes.c_uint64(tensor.data_ptr())
                if tensor_map is None
                else self.driver.encode_tensor_map(tensor_map, tensor.data_ptr(), name_of(tensor.dtype))
            )
        arguments += [SCALARS[scalar["type"]](scalar["value"]) for scalar in described["scalars"]]
        pointers = (ctypes.c_void_p * len(arguments))(*[ctypes.addressof(each) for each in arguments])
        shape = (*described["grid"], *described["block"])

        def launch():
            # `arguments` own what `pointers` point to.
            self.driver.launch(self.function, shape, self.shared_bytes, stream, pointers, arguments)

        return launch

    def notes(self):
        return {
            **self.driver.resources(self.function),
            "dynamicSharedBytes": self.shared_bytes,
            "compiler": self.code.compiler,
            "target": self.code.target,
        }
