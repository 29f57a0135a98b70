"""What the rows of PyTorch share."""

import math
import os

import torch

from learning import shared_numbers as numbers
from rows import Work

STEPS_COMPARED = 5

torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", os.cpu_count())))


def fill(module, group, scale):
    """Gives every parameter numbers that depend on its name alone; scale(name, shape) is their bound."""
    with torch.no_grad():
        for name, parameter in module.named_parameters():
            shape = tuple(parameter.shape)
            parameter.copy_(torch.from_numpy(numbers.centred(f"{group}/{name}", scale(name, shape), *shape)))


def fan_in(_, shape):
    """The bound of weights (out, in, ...) and biases in the small nets."""
    return 0.1 if len(shape) == 1 else 1 / math.prod(shape[1:]) ** 0.5


def training(make, steps):
    """A row of training: make() returns (parameters, step), with fresh weights; step() returns the loss.

    The work is so many steps; what must be the same on both sides are the losses of the first steps.
    """
    parameters, step = make()
    losses = [float(step()) for _ in range(STEPS_COMPARED)]

    def run():
        for _ in range(steps):
            loss = step()
        return loss

    return Work(run, parts=steps, values=lambda _: losses, parameters=sum(parameter.numel() for parameter in parameters))
