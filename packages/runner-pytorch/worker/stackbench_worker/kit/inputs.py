"""Inputs: one integer hash of (seed, tensor, index), as packages/model/src/{hash,fill}.ts.

`positions` and `hashes` are arrays of any library whose operators are those of int32: products and sums
wrap, `>>` keeps the sign.
"""


def mix32(x):
    """Scrambles 32 bits: the finaliser of MurmurHash3 (Appleby, public domain)."""
    x = ((x ^ x >> 16) * 0x85EBCA6B) & 0xFFFFFFFF
    x = ((x ^ x >> 13) * 0xC2B2AE35) & 0xFFFFFFFF
    return x ^ x >> 16


def stream_key(seed, tensor):
    """The key of one tensor's stream: `tensor` is its position among the inputs."""
    return mix32(seed ^ mix32(tensor + 1))


def weights_key(seed):
    """The key of the checksum weights, a stream of their own."""
    return stream_key(seed, 0xC5C5)


def signed32(x):
    """The same 32 bits as a signed number, as int32 holds them."""
    x &= 0xFFFFFFFF
    return x - (1 << 32) if x >= 1 << 31 else x


def hash_elements(positions, start, key):
    """The bits of elements start … start + count − 1, from the positions 0 … count − 1. Changes `positions`."""
    x = positions
    x *= signed32(0x9E3779B1)
    x += signed32(start * 0x9E3779B1 + key)
    x ^= shifted(x, 16)
    x *= signed32(0x85EBCA6B)
    x ^= shifted(x, 13)
    x *= signed32(0xC2B2AE35)
    return x ^ shifted(x, 16)


def shifted(x, bits):
    """Shifts in zeros, whatever the sign."""
    return (x >> bits) & (0xFFFFFFFF >> bits)


def integers(hashes, spread, sparsity):
    """hash mod (2·spread + 1) − spread; 0 unless the top `sparsity` bits are 0."""
    values = 2 * spread + 1
    high, low = shifted(hashes, 16), hashes & 0xFFFF
    # By halves: the remainder of a whole would take the bits for a signed number.
    result = (high * (0x10000 % values) + low) % values - spread
    if sparsity == 0:
        return result
    return result * (shifted(hashes, 32 - sparsity) == 0)


def real_bits(hashes, significand_bits):
    """A real's place on a grid as fine as its type's significand: nothing is rounded."""
    return shifted(hashes, 32 - significand_bits)


def real_of(bits, significand_bits):
    """Uniform in [−1, 1), from `real_bits` as numbers of at least f32."""
    return bits * 2.0 ** (1 - significand_bits) - 1


def weights(hashes):
    """Integers in 1 … 8."""
    return (hashes & 7) + 1
