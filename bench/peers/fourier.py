"""Fourier and Walsh-Hadamard transforms, in place."""

import numpy as np
import scipy.fft

from rows import row


def fft(n):
    random = np.random.default_rng(1)
    x = random.standard_normal(n) + 1j * random.standard_normal(n)

    def error(result):
        j = np.arange(n)
        return max(
            abs(result[k] - np.sum(x * np.exp(-2j * np.pi * (j * k % n) / n))) / np.sqrt(2 * n) for k in (1, n // 3, n - 2)
        )

    return lambda values: scipy.fft.fft(values, overwrite_x=True, workers=2), error, x.copy


@row("fft-2^20")
def fft_power_of_two():
    return fft(2**20)


@row("fft-3*5*7*2^12")
def fft_mixed_radix():
    return fft(3 * 5 * 7 * 2**12)


def butterflies(values):
    """The textbook loop: one pass over memory, and one temporary array, per factor of two."""
    half = 1
    while half < values.size:
        pairs = values.reshape(-1, 2, half)
        difference = pairs[:, 0] - pairs[:, 1]
        pairs[:, 0] += pairs[:, 1]
        pairs[:, 1] = difference
        half *= 2
    return values


def products(values, other):
    """The same as products with Hadamard matrices of side 2^5 and 2^6, which go to BLAS: H(2^22) is their Kronecker product."""
    shape = []
    bits = values.size.bit_length() - 1
    while bits > 0:
        shape.append(2 ** min(bits, 6 if bits % 6 == 0 or bits > 12 else 5))
        bits -= shape[-1].bit_length() - 1
    for side in shape:
        # (rest, side) -> (side, rest): after a turn through all factors the order is the first one again.
        np.matmul(hadamard(side), values.reshape(-1, side).T, out=other.reshape(side, -1))
        values, other = other, values
    return values


def hadamard(side):
    h = np.ones((1, 1))
    while len(h) < side:
        h = np.block([[h, h], [h, -h]])
    return h


@row("wht-2^22")
def walsh_hadamard():
    x = np.random.default_rng(1).standard_normal(2**22)

    def error(result):
        k = x.size // 3
        signs = 1 - 2.0 * parity(np.arange(x.size) & k)
        return abs(result[k] - np.sum(signs * x)) / np.sqrt(x.size)

    other = np.empty_like(x)
    return lambda values: products(values, other), error, x.copy


def parity(bits):
    for shift in (16, 8, 4, 2, 1):
        bits = bits ^ (bits >> shift)
    return bits & 1
