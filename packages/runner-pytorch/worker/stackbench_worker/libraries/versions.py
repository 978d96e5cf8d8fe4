"""The versions of libraries, in their own words."""

import ctypes
import re


def cudnn_version(number):
    """92600 is 9.26.0: from 9.0 on major × 10000, before major × 1000."""
    if number is None:
        return None
    thousands = 10000 if number >= 90000 else 1000
    major, rest = divmod(number, thousands)
    return f"{major}.{rest // 100}.{rest % 100}"


def ask_version(handle, symbol, how):
    """A library's version in its own words; None where it has none, or does not tell without a driver."""
    number, minor = ctypes.c_int(), ctypes.c_int()
    function = getattr(handle, how if how and how.endswith("GetProperty") else symbol, None)
    if how is None or function is None:
        return None
    if how == "cudnn":
        function.restype = ctypes.c_size_t
        return cudnn_version(function())
    if how == "pair":
        return f"{number.value}.{minor.value}" if function(ctypes.byref(number), ctypes.byref(minor)) == 0 else None
    if how in ("cuda", "nccl"):
        if function(ctypes.byref(number)) != 0 or number.value == 0:
            return None
        value = number.value
        if how == "cuda":
            return f"{value // 1000}.{value % 1000 // 10}"
        return f"{value // 10000}.{value % 10000 // 100}.{value % 100}"
    # libraryPropertyType: major, minor, patch level.
    parts = []
    for part in range(3):
        if function(part, ctypes.byref(number)) != 0:
            return None
        parts.append(str(number.value))
    return ".".join(parts)


def version_in_name(file):
    """`11.7.99` of libcudart.so.11.7.99; None for shorter ones, which name an interface."""
    match = re.search(r"\.so\.(\d+\.\d+\.\d+(?:\.\d+)*)$", file)
    return match.group(1) if match else None
