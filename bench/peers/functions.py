"""Functions approximated by finitely many numbers, evaluated at many points; the approximants are made beforehand."""

import numpy as np
from scipy.interpolate import CubicSpline, RegularGridInterpolator

from rows import row

KNOTS, PLACES, POINTS = 1_000, 10_000_000, 1_000_000

# The side of the grid on which linear interpolation has the error that ours has at these points. Method "cubic" needs a smaller grid
# (40 a side for 4e-6 on a smooth function), but takes 128 microseconds a point in scipy 1.10, 300 times as long as "linear".
SIDE = 400


def spline(arrange):
    """Knots at random distances. A spline with not-a-knot ends reproduces cubics."""

    def cubic(x):
        return 1 + x * (0.5 - x * (2 - 3 * x))

    random = np.random.default_rng(1)
    x = np.sort(random.uniform(size=KNOTS))
    x[0], x[-1] = 0, 1
    interpolant = CubicSpline(x, cubic(x))
    places = arrange(random.uniform(size=PLACES))
    some = places[:: PLACES // 1000]
    return lambda: interpolant(places), lambda values: np.abs(values[:: PLACES // 1000] - cubic(some)).max()


@row("spline-sorted-10M")
def sorted_places():
    return spline(np.sort)


@row("spline-scattered-10M")
def scattered_places():
    return spline(lambda places: places)


@row("chebyshev-tucker-1M")
def regular_grid():
    def function(x, y, z):
        return np.exp(-np.sqrt(x * x + y * y + z * z + 0.01))

    axis = np.linspace(-1, 1, SIDE)
    grid = function(axis[:, None, None], axis[None, :, None], axis[None, None, :])
    interpolant = RegularGridInterpolator((axis, axis, axis), grid, method="linear")
    points = np.random.default_rng(2).uniform(-1, 1, (POINTS, 3))
    exact = function(*points.T)
    return lambda: interpolant(points), lambda values: np.abs(values - exact).max() / exact.max()
