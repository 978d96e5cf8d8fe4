"""What an ELF file asks the loader for (elf(5))."""

import struct

# Tables are thousands of times smaller: what says otherwise is damaged.
MOST_BYTES = 1 << 26


def read_elf(path):
    """DT_NEEDED, and the folders of DT_RUNPATH or else DT_RPATH, of a 64-bit little-endian ELF file."""
    try:
        with open(path, "rb") as file:
            return read_dynamic(file)
    except (OSError, OverflowError, struct.error, ValueError):
        return [], []


def read_dynamic(file):
    header = file.read(64)
    if header[:6] != b"\x7fELF\x02\x01":
        return [], []
    # e_phoff, e_phentsize, e_phnum (elf(5)).
    start, size, count = struct.unpack_from("<Q14xHH", header, 32)
    segments = []
    for index in range(count):
        file.seek(start + index * size)
        kind, _, offset, address, _, length = struct.unpack("<IIQQQQ", file.read(40))
        segments.append((kind, offset, address, length))
    dynamic = next((segment for segment in segments if segment[0] == 2), None)
    if dynamic is None:
        return [], []
    file.seek(dynamic[1])
    raw = file.read(min(dynamic[3], MOST_BYTES))
    entries = [struct.unpack_from("<qQ", raw, at) for at in range(0, len(raw) - 15, 16)]
    # DT_NEEDED 1, DT_STRTAB 5, DT_STRSZ 10, DT_RPATH 15, DT_RUNPATH 29.
    values = dict(entries)
    table = values.get(5, 0)
    offset = next((o + table - a for kind, o, a, n in segments if kind == 1 and a <= table < a + n), None)
    if offset is None:
        return [], []
    file.seek(offset)
    names = file.read(min(values.get(10, 0), MOST_BYTES))

    def text(at):
        return names[at : names.index(b"\0", at)].decode("utf-8", "replace")

    needed = [text(value) for tag, value in entries if tag == 1]
    path = values.get(29, values.get(15))
    return needed, text(path).split(":") if path is not None else []
