"""Dense linear algebra: numpy and scipy over OpenBLAS."""

import numpy as np
import scipy.linalg

from rows import row


def normal(*shape):
    return np.random.default_rng(1).standard_normal(shape)


def distance(actual, expected):
    return np.linalg.norm(actual - expected) / np.linalg.norm(expected)


def matmul(dtype):
    random = np.random.default_rng(1)
    a = random.standard_normal((2048, 2048)).astype(dtype)
    b = random.standard_normal((2048, 2048)).astype(dtype)

    def error(product):
        v = np.ones(2048)
        return distance(product.astype(float) @ v, a.astype(float) @ (b.astype(float) @ v))

    return lambda: a @ b, error


@row("matmul-f64-2048", "matmul-f64-2048-managed")
def matmul_double():
    return matmul(np.float64)


@row("matmul-f32-2048", "matmul-f32-2048-managed")
def matmul_single():
    return matmul(np.float32)


@row("svd-1024")
def svd():
    a = normal(1024, 1024)
    return lambda: np.linalg.svd(a, full_matrices=False), lambda svd: distance((svd[0] * svd[1]) @ svd[2], a)


@row("svd-values-1024")
def singular_values():
    a = normal(1024, 1024)
    return lambda: np.linalg.svd(a, compute_uv=False), lambda s: abs(np.linalg.norm(s) / np.linalg.norm(a) - 1)


@row("eigh-1024")
def symmetric_eigen():
    a = normal(1024, 1024)
    a = a + a.T
    return lambda: np.linalg.eigh(a), lambda eigen: distance((eigen[1] * eigen[0]) @ eigen[1].T, a)


@row("qr-2000x500")
def qr():
    a = normal(2000, 500)
    return lambda: np.linalg.qr(a), lambda qr: distance(qr[0] @ qr[1], a)


@row("cholesky-2048")
def cholesky():
    root = normal(2048, 2048)
    a = root @ root.T + 2048 * np.eye(2048)
    return lambda: np.linalg.cholesky(a), lambda lower: distance(lower @ lower.T, a)
