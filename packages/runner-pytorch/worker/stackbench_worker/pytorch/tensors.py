"""torch's tensors as the kit's inputs and outputs."""

import ctypes

import torch

from ..kit import inputs

# Elements that are made, or summed up, at a time: temporaries stay small beside the tensors.
CHUNK = 1 << 22
SIGNIFICAND_BITS = {torch.float16: 11, torch.bfloat16: 8}


def hash_range(key, start, count, device):
    """The bits of elements start … start + count − 1 of a stream, as int32."""
    return inputs.hash_elements(torch.arange(count, dtype=torch.int32, device=device), start, key)


def fill_input(tensor, fill, stream):
    """Fills a flat tensor from the stream of input number `stream`."""
    key = inputs.stream_key(fill["seed"], stream)
    for start in range(0, tensor.numel(), CHUNK):
        piece = tensor[start : start + CHUNK]
        hashes = hash_range(key, start, piece.numel(), tensor.device)
        if fill["kind"] == "integers":
            piece.copy_(inputs.integers(hashes, fill["range"], fill["sparsity"]))
        else:
            significand_bits = SIGNIFICAND_BITS.get(tensor.dtype, 24)
            bits = inputs.real_bits(hashes, significand_bits).to(torch.float32)
            piece.copy_(inputs.real_of(bits, significand_bits))
        if "scale" in fill:
            # A power of two: nothing is rounded.
            piece.mul_(fill["scale"])


# Bytes behind an output: what is written past its end falls into this guard and is seen.
GUARD_BYTES = 256


def allocate(described, dtype, device):
    """The flat tensor of a program's tensor; behind an output lies its guard, in the same memory."""
    elements = described["elements"]
    if described["role"] != "output":
        return torch.empty(elements, dtype=dtype, device=device)
    size = torch.empty(0, dtype=dtype).element_size()
    return torch.empty(elements + GUARD_BYTES // size, dtype=dtype, device=device)[:elements]


def with_guard(tensor):
    """All of the memory that a tensor was allocated with."""
    return torch.empty(0, dtype=tensor.dtype, device=tensor.device).set_(untyped_of(tensor))


def untyped_of(tensor):
    get = getattr(tensor, "untyped_storage", None)
    return tensor.storage() if get is None else get()


def spoil(tensor):
    """NaN, with the guard where there is one."""
    with_guard(tensor).fill_(float("nan"))


def count_overrun(tensor):
    """How many bytes behind the end of an output are not what it was spoiled with."""
    guard = with_guard(tensor)[tensor.numel() :]
    return int((~torch.isnan(guard)).sum()) * tensor.element_size()


class TensorOutput:
    """A flat tensor, as the kit reads it."""

    def __init__(self, tensor):
        self.tensor = tensor

    def whole(self):
        return bytes_of(self.tensor)

    def elements(self, indices):
        tensor = self.tensor
        return bytes_of(tensor[torch.tensor(indices, dtype=torch.int64, device=tensor.device)])

    def checksum(self, length, inner, seed):
        """Float64 sums of weight × element over the middle axis of [outer, length, inner]."""
        tensor = self.tensor
        if tensor.numel() % (length * inner) != 0:
            raise ValueError("the checksum's axes do not divide the output")
        # Some devices have no float64; sums of integers are exact in any order.
        device = tensor.device if tensor.is_cuda else "cpu"
        hashes = hash_range(inputs.weights_key(seed), 0, length, device)
        weights = inputs.weights(hashes).to(torch.float64)
        rows = max(1, CHUNK // (length * inner))
        sums = [
            torch.einsum("oli,l->oi", part.to(weights.device, torch.float64), weights)
            for part in tensor.view(-1, length, inner).split(rows)
        ]
        return bytes_of(torch.cat(sums).reshape(-1))


def bytes_of(tensor):
    """A tensor's elements as they are stored, little-endian as all hosts of torch are."""
    host = tensor.detach().cpu().contiguous()
    size = host.numel() * host.element_size()
    if size == 0:
        return b""
    stored = (ctypes.c_char * size).from_address(host.data_ptr())
    stored.owner = host
    return stored
