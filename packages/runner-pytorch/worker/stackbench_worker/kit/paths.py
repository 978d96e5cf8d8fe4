"""Paths as they may be published."""

import os


def shorten_home(path):
    """`~` for the home folder, which names its user."""
    home = os.path.expanduser("~")
    if home in ("", os.sep, "~") or not (path + os.sep).startswith(home + os.sep):
        return path
    return "~" + path[len(home) :]
