"""Functions of 16 M numbers in single precision."""

import numpy as np

from rows import row

SIDE = 4096


def values():
    return (3 * np.random.default_rng(1).standard_normal((SIDE, SIDE))).astype(np.float32)


def function(f):
    x = values()
    return lambda: f(x), lambda result: np.max(np.abs(result[7].astype(float) / f(x[7].astype(float)) - 1))


@row("exp-f32-16M")
def exp():
    return function(np.exp)


@row("tanh-f32-16M")
def tanh():
    return function(np.tanh)


@row("softmax-f32-16M")
def softmax():
    x = values()

    def run():
        # One new array; the rest in place.
        result = x - x.max(axis=1, keepdims=True)
        np.exp(result, out=result)
        result /= result.sum(axis=1, keepdims=True)
        return result

    def error(result):
        e = np.exp(x[7].astype(float) - x[7].max())
        return np.max(np.abs(result[7] / (e / e.sum()) - 1))

    return run, error
