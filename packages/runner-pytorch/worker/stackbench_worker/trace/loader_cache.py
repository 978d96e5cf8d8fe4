"""A loader's cache for this process alone (Linux)."""

import ctypes
import os
import sys

# sched.h, sys/mount.h
CLONE_NEWNS, CLONE_NEWUSER = 0x00020000, 0x10000000
MS_BIND, MS_REC, MS_PRIVATE = 0x1000, 0x4000, 0x40000


def replace_loader_cache(file):
    """Puts `file` over /etc/ld.so.cache in a mount namespace of its own, and starts this program anew inside it."""
    libc = ctypes.CDLL(None, use_errno=True)
    flags = CLONE_NEWNS if os.geteuid() == 0 else CLONE_NEWNS | CLONE_NEWUSER
    done = (
        libc.unshare(flags) == 0
        and libc.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None) == 0
        and libc.mount(os.fsencode(file), b"/etc/ld.so.cache", None, MS_BIND, None) == 0
    )
    if not done:
        sys.exit(f"The loader's cache cannot be replaced here: {os.strerror(ctypes.get_errno())}.")
    # The loader has read its cache already.
    at = sys.argv.index("--loader-cache")
    os.execv(sys.executable, [sys.executable, "-B", *sys.argv[:at], *sys.argv[at + 2 :]])
