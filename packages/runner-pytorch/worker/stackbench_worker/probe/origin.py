"""Whether torch is the environment's own, or who has put it in the way."""

import os
import site
from importlib.machinery import PathFinder


def find_origin(package):
    """`broughtBy`: None for a torch of the environment or its base; `shadows`: it stands before one of these."""
    folder, own = os.path.dirname(package), site.getsitepackages()
    by = None if is_among(folder, own) else find_bringer(folder)
    return {"broughtBy": by, "shadows": by is not None and PathFinder.find_spec("torch", own) is not None}


def find_bringer(folder):
    """What leads to a folder beside the environment's own. It may have ways of its own: .pth files, finders."""
    if is_among(folder, os.environ.get("PYTHONPATH", "").split(os.pathsep)):
        return "PYTHONPATH"
    if is_among(folder, [site.getusersitepackages()]):
        return "PYTHONUSERBASE" if os.environ.get("PYTHONUSERBASE") else "user-site"
    return None


def is_among(folder, folders):
    return os.path.realpath(folder) in [os.path.realpath(each) for each in folders if each]
