"""Makes a wheel: python make_wheel.py FOLDER NAME VERSION [BYTES]. Its module says its version; BYTES pad it."""

import base64
import hashlib
import os
import sys
import zipfile
from pathlib import Path


def record(path: str, data: bytes) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
    return f"{path},sha256={digest},{len(data)}\n"


def main(folder: str, name: str, version: str, padding: str = "0") -> None:
    info = f"{name}-{version}.dist-info"
    files = {
        f"{name}/__init__.py": f"__version__ = '{version}'\n".encode(),
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    for number in range(int(padding) // 1_000_000):
        # Random, so that it does not compress away.
        files[f"{name}/data{number}.bin"] = os.urandom(1_000_000)
    files[f"{info}/RECORD"] = ("".join(record(*each) for each in files.items()) + f"{info}/RECORD,,\n").encode()
    path = Path(folder, f"{name}-{version}-py3-none-any.whl")
    path.with_name(f"{path.name}.metadata").write_bytes(files[f"{info}/METADATA"])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        for inside, data in files.items():
            wheel.writestr(inside, data)


main(*sys.argv[1:])
