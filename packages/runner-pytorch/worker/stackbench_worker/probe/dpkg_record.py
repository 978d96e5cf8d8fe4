"""dpkg's record of what it installed."""

import hashlib
import os
import re

from ..torch_package import read_text
from .files import list_folder


def claim_of_dpkg(package, root="/"):
    """dpkg's list of MD5 sums, with paths relative to the root, which is another for tests."""
    path = os.path.join(package, "__init__.py")
    folder = os.path.join(root, "var/lib/dpkg/info")
    for name in sorted(list_folder(folder)):
        if re.match(r"^(python3-torch|python3-pytorch)[^/]*\.md5sums$", name):
            match = re.search(
                rf"^([0-9a-f]{{32}})  {re.escape(path.lstrip('/'))}$", read_text(os.path.join(folder, name)), re.M
            )
            if match is None:
                continue
            with open(os.path.join(root, path.lstrip("/")), "rb") as file:
                same = hashlib.md5(file.read()).hexdigest() == match.group(1)
            doubts = [] if same else ["torch/__init__.py was changed after dpkg installed it"]
            return {"installedBy": "dpkg", "build": None, "doubts": doubts}
    return None
