"""The numbers recorded in BaselineOracleTests.cs, from numpy alone: python3 baselines-oracle.py

Each method is written as its authors' code does it: whitening with the Cholesky factor and its inverse, GPTQ column by column with the
Cholesky factor of the inverse Hessian from numpy.linalg.inv.
"""
import numpy as np

o, i, n = 4, 6, 10
W = np.sin(1 + 1.3 * np.outer(np.arange(o) + 1, np.arange(i) + 1))
X = (np.cos(0.3 + 0.8 * np.outer(np.arange(n), 1 + np.arange(i))) + np.sin(np.arange(n))[:, None]) * (1 + np.arange(i))
M = X.T @ X / n


def show(name, a):
    print(name, "[" + ", ".join(f"{v:.12g}" for v in np.asarray(a, float).ravel()) + "]")


def truncate(A, r):
    u, s, vt = np.linalg.svd(A, full_matrices=False)
    return (u[:, :r] * s[:r]) @ vt[:r]


show("svd", truncate(W, 2))
L = np.linalg.cholesky(M)
show("whitened", truncate(W @ L, 2) @ np.linalg.inv(L))
show("whitened, tall", (lambda T, K: truncate(T @ K, 2) @ np.linalg.inv(K))(np.vstack([W, W ** 2]), L))
s = np.sqrt(np.diag(M)) ** 0.5
show("scaled", truncate(W * s, 2) / s)

scores = np.abs(W) * np.sqrt(np.diag(M))
mask = np.zeros_like(W)
for row in range(o):
    mask[row, np.argsort(-scores[row], kind="stable")[:3]] = 1
show("wanda", mask)


def grid(values, bits):
    low, high = min(values.min(), 0), max(values.max(), 0)
    scale = float(np.float16((high - low) / (2**bits - 1)))
    return scale, np.round(-low / scale)


def nearest(v, scale, zero, bits):
    return (np.clip(np.round(v / scale) + zero, 0, 2**bits - 1) - zero) * scale


bits = 3
grids = [grid(W[row], bits) for row in range(o)]
show("rtn", [[nearest(W[row, c], *grids[row], bits) for c in range(i)] for row in range(o)])


def gptq(order):
    H = M + 0.01 * np.mean(np.diag(M)) * np.eye(i)
    H = H[np.ix_(order, order)]
    U = np.linalg.cholesky(np.linalg.inv(H)).T
    w = W[:, order].copy()
    q = np.zeros_like(w)
    for c in range(i):
        for row in range(o):
            q[row, c] = nearest(w[row, c], *grids[row], bits)
        e = (w[:, c] - q[:, c]) / U[c, c]
        w[:, c:] -= np.outer(e, U[c, c:])
    out = np.zeros_like(q)
    out[:, order] = q
    return out


show("gptq", gptq(np.arange(i)))
show("gptq, activation order", gptq(np.argsort(-np.diag(M), kind="stable")))


def sparsegpt():
    H = M + 0.01 * np.mean(np.diag(M)) * np.eye(i)
    U = np.linalg.cholesky(np.linalg.inv(H)).T
    w = W.copy()
    keep = np.zeros_like(w, bool)
    for c in range(i):
        if c % 2 == 0:  # 1:2
            t = w[:, c:c + 2] ** 2 / np.diag(U)[c:c + 2] ** 2
            keep[np.arange(o), c + np.argmax(t, 1)] = True
        q = np.where(keep[:, c], w[:, c], 0)
        e = (w[:, c] - q) / U[c, c]
        w[:, c:] -= np.outer(e, U[c, c:])
        w[:, c] = q
    return w


show("sparsegpt 1:2", sparsegpt())
