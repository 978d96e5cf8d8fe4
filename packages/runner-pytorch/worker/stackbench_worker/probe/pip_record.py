"""pip's record of what it installed."""

import base64
import hashlib
import os
import re

from ..torch_package import read_text
from .files import file_size, list_folder


def claim_of_pip(package):
    """pip's RECORD beside the package: path, hash, size."""
    site = os.path.dirname(package)
    for name in sorted(list_folder(site)):
        # conda's packages bring such a folder as well, and say whose it is.
        installer = read_text(os.path.join(site, name, "INSTALLER")).strip()
        if re.match(r"^torch-[^-]+\.dist-info$", name) and installer != "conda":
            record = read_text(os.path.join(site, name, "RECORD"))
            # Distributions ship the folder without a record: theirs is elsewhere.
            if not record:
                continue
            doubts = check_record(site, record)
            return {"installedBy": "pip", "build": None, "doubts": doubts}
    return None


def check_record(site, record):
    doubts = []
    pattern = r"^torch/(__init__\.py|version\.py|_C\.[^,/]+|lib/[^,/]+\.so[^,/]*),sha256=([^,]*),(\d+)\r?$"
    entries = re.findall(pattern, record, re.M)
    if not any(name == "__init__.py" for name, _, _ in entries):
        return ["pip's record does not list it"]
    for name, digest, size in entries:
        path = os.path.join(site, "torch", *name.split("/"))
        if file_size(path) != int(size):
            doubts.append(f"torch/{name} is not as pip installed it")
        elif name == "__init__.py" and not has_sha256(path, digest):
            doubts.append(f"torch/{name} was changed after pip installed it")
    return doubts


def has_sha256(path, digest):
    with open(path, "rb") as file:
        actual = base64.urlsafe_b64encode(hashlib.sha256(file.read()).digest())
    return actual.rstrip(b"=").decode() == digest
