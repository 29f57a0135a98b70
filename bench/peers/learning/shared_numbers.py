"""Numbers that are the same here and on our side to the last bit: a hash of a name and a place (SharedNumbers.cs)."""

import numpy as np

GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def uniform(name, *shape):
    """Uniform in [0, 1), in double precision."""
    count = int(np.prod(shape, dtype=np.int64))
    with np.errstate(over="ignore"):
        z = np.uint64(fnv(name)) + np.arange(1, count + 1, dtype=np.uint64) * GOLDEN
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return ((z >> np.uint64(11)) * 2.0**-53).reshape(shape)


def centred(name, scale, *shape):
    """Uniform in [-scale, scale), in single precision."""
    return ((2 * uniform(name, *shape) - 1) * scale).astype(np.float32)


def whole(name, below, *shape):
    """Whole numbers from 0 to below - 1."""
    return (uniform(name, *shape) * below).astype(np.int64)


def fnv(name):
    """The 64-bit FNV-1a hash of the name."""
    value = 0xCBF29CE484222325
    for byte in name.encode():
        value = ((value ^ byte) * 0x100000001B3) % 2**64
    return value
