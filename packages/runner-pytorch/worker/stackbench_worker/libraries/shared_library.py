"""Opens shared libraries, and tells which file serves a symbol."""

import ctypes
import os


class SymbolInfo(ctypes.Structure):
    """Dl_info of dlfcn.h."""

    _fields_ = [
        ("file", ctypes.c_char_p),
        ("base", ctypes.c_void_p),
        ("symbol", ctypes.c_char_p),
        ("address", ctypes.c_void_p),
    ]


def file_of(function):
    """The file that holds a function, its links resolved; None where the system cannot tell."""
    dladdr = getattr(ctypes.CDLL(None), "dladdr", None) if os.name == "posix" else None
    if dladdr is None:
        return None
    info = SymbolInfo()
    address = ctypes.cast(function, ctypes.c_void_p)
    if dladdr(address, ctypes.byref(info)) == 0 or not info.file:
        return None
    return os.path.realpath(os.fsdecode(info.file))


def open_library(file, already_loaded=False):
    """A shared library, or None where it cannot be opened; `already_loaded`: only one that is there."""
    flags = os.RTLD_NOW | (os.RTLD_NOLOAD if already_loaded else 0) if os.name == "posix" else 0
    try:
        return ctypes.CDLL(str(file), mode=flags)
    except OSError:
        return None
