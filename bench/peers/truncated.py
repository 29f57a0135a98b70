"""Decompositions of low rank."""

import numpy as np
import scipy.sparse
import scipy.sparse.linalg

from rows import row

RANK = 50


@row("randomized-svd-20000x2000")
def randomized():
    from sklearn.utils.extmath import randomized_svd

    a = np.random.default_rng(1).standard_normal((20_000, 2_000)) * np.arange(1, 2_001) ** -0.5

    def error(factors):
        u, s, vt = factors
        least = np.sqrt(np.linalg.eigvalsh(a.T @ a)[:-RANK].sum())
        return np.linalg.norm(a - (u * s) @ vt) / least - 1

    return lambda: randomized_svd(a, RANK, n_iter=4, random_state=0), error


@row("truncated-svd-200000x20000")
def truncated():
    rows, columns, entries = 200_000, 20_000, 4_000_000
    random = np.random.default_rng(1)
    place = (random.integers(0, rows, entries), (columns * random.random(entries) ** 2).astype(int))
    a = scipy.sparse.csr_matrix((random.standard_normal(entries), place), shape=(rows, columns))

    def error(factors):
        u, s, vt = factors
        return np.linalg.norm(a.T @ u - vt.T * s, axis=0).max() / s.max()

    return lambda: scipy.sparse.linalg.svds(a, RANK, tol=1e-10, random_state=0), error
