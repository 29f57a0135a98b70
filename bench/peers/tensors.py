"""Decompositions of tensors, as TensorLy computes them (tucker, parafac, tensor_train), without its layers of dispatch."""

import numpy as np

from rows import row


def unfold(tensor, mode):
    return np.moveaxis(tensor, mode, 0).reshape(tensor.shape[mode], -1)


def fold(matrix, mode, shape):
    shape = list(shape)
    shape.insert(0, shape.pop(mode))
    return np.moveaxis(matrix.reshape(shape), 0, mode)


def mode_dot(tensor, matrix, mode):
    shape = list(tensor.shape)
    shape[mode] = matrix.shape[0]
    return fold(matrix @ unfold(tensor, mode), mode, shape)


def multi_mode_dot(tensor, factors, skip=None, transpose=False):
    for mode, factor in enumerate(factors):
        if mode != skip:
            tensor = mode_dot(tensor, factor.T if transpose else factor, mode)
    return tensor


def khatri_rao(first, second):
    return (first[:, None, :] * second[None, :, :]).reshape(-1, first.shape[1])


def orthonormal(random, n, rank):
    return np.linalg.qr(random.standard_normal((n, rank)))[0]


def noisy(planted, random):
    noise = random.standard_normal(planted.shape) * (0.1 * np.linalg.norm(planted) / np.sqrt(planted.size))
    return planted + noise, np.linalg.norm(noise)


@row("hooi-200^3-rank20")
def orthogonal_iteration():
    random = np.random.default_rng(1)
    planted = multi_mode_dot(random.standard_normal((20, 20, 20)), [orthonormal(random, 200, 20) for _ in range(3)])
    tensor, noise = noisy(np.ascontiguousarray(planted), random)
    start = [orthonormal(random, 200, 20) for _ in range(3)]

    def run():
        factors = list(start)
        norm = np.linalg.norm(tensor)
        errors = []
        for _ in range(10):
            for mode in range(3):
                projected = unfold(multi_mode_dot(tensor, factors, skip=mode, transpose=True), mode)
                factors[mode] = np.linalg.svd(projected, full_matrices=False)[0][:, :20]
            core = multi_mode_dot(tensor, factors, transpose=True)
            errors.append(np.sqrt(abs(norm**2 - np.linalg.norm(core) ** 2)) / norm)
        return core, factors

    return run, lambda result: abs(np.linalg.norm(tensor - multi_mode_dot(*result)) / noise - 1)


@row("cp-als-150^3-rank20")
def alternating_least_squares():
    """The matricized tensor times the Khatri-Rao product as one product, which is several times faster than TensorLy's present loop over the terms."""
    random = np.random.default_rng(1)
    planted = [random.standard_normal((150, 20)) for _ in range(3)]
    tensor, _ = noisy((khatri_rao(planted[0], planted[1]) @ planted[2].T).reshape(150, 150, 150), random)
    start = [random.standard_normal((150, 20)) for _ in range(3)]

    def run():
        factors = list(start)
        norm = np.linalg.norm(tensor)
        errors = []
        for _ in range(25):
            for mode in range(3):
                others = [factors[other] for other in range(3) if other != mode]
                gram = (others[0].T @ others[0]) * (others[1].T @ others[1])
                product = unfold(tensor, mode) @ khatri_rao(*others)
                factors[mode] = np.linalg.solve(gram.T, product.T).T
            gram = np.prod([factor.T @ factor for factor in factors], axis=0)
            errors.append(np.sqrt(abs(norm**2 + gram.sum() - 2 * (product * factors[2]).sum())) / norm)
        return factors

    def error(factors):
        a, b, c = factors
        left = unfold(tensor, 2) @ khatri_rao(a, b)
        return np.linalg.norm(c @ ((a.T @ a) * (b.T @ b)) - left) / np.linalg.norm(left)

    return run, error


@row("tt-svd-20^6-1e-6")
def train_svd():
    """TensorLy asks for ranks; here they come from the tolerance, as in the algorithm's paper."""
    random = np.random.default_rng(1)

    def rebuild(cores):
        product = cores[0].reshape(-1, cores[0].shape[2])
        for core in cores[1:]:
            product = (product @ core.reshape(core.shape[0], -1)).reshape(-1, core.shape[2])
        return product.reshape([core.shape[1] for core in cores])

    tensor = rebuild([random.standard_normal((1 if mode == 0 else 10, 20, 1 if mode == 5 else 10)) for mode in range(6)])
    size = 1e-8 * np.linalg.norm(tensor) / np.sqrt(tensor.size)
    for slab in tensor:
        slab += size * random.standard_normal(slab.shape)

    def run():
        allowed = 1e-6 * np.linalg.norm(tensor) / np.sqrt(tensor.ndim - 1)
        rest, rank, cores = tensor, 1, []
        for n in tensor.shape[:-1]:
            u, s, vt = np.linalg.svd(rest.reshape(rank * n, -1), full_matrices=False)
            kept = max(1, int(np.sum(np.sqrt(np.cumsum(s[::-1] ** 2))[::-1] > allowed)))
            cores.append(u[:, :kept].reshape(rank, n, kept))
            rest, rank = s[:kept, None] * vt[:kept], kept
        return [*cores, rest.reshape(rank, tensor.shape[-1], 1)]

    def error(cores):
        if any(core.shape[0] != 10 for core in cores[1:]):
            return float("nan")
        return np.linalg.norm(tensor - rebuild(cores)) / np.linalg.norm(tensor)

    return run, error
