"""Structured operators."""

import numpy as np
import scipy.linalg

from rows import row


@row("toeplitz-2^16x64")
def toeplitz():
    n = 2**16
    random = np.random.default_rng(1)
    column, first_row, x = random.standard_normal(n), random.standard_normal(n), random.standard_normal((n, 64))
    first_row[0] = column[0]

    def error(product):
        def entry(i):
            matrix_row = np.concatenate([column[i::-1], first_row[1 : n - i]])
            return abs(product[i, 5] - matrix_row @ x[:, 5]) / np.sqrt(n)

        return max(entry(i) for i in (0, n // 3, n - 1))

    return lambda: scipy.linalg.matmul_toeplitz((column, first_row), x, workers=2), error
