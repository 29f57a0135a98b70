"""Small nets: one step of training each."""

import torch
import torch.nn.functional as F
from torch import nn

from learning import shared_numbers as numbers
from learning.torch_rows import fan_in, fill, training
from rows import row


@row("mlp-step")
def mlp():
    x = torch.from_numpy(numbers.centred("mlp/x", 1, 256, 64))
    y = torch.from_numpy(numbers.centred("mlp/y", 1, 256, 1))

    def make():
        net = nn.Sequential(nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 128), nn.ReLU(), nn.Linear(128, 1))
        fill(net, "mlp", fan_in)
        optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)

        def step():
            optimizer.zero_grad(set_to_none=True)
            loss = F.mse_loss(net(x), y)
            loss.backward()
            optimizer.step()
            return loss

        return list(net.parameters()), step

    return training(make, steps=100)


@row("cnn-step")
def cnn():
    x = torch.from_numpy(numbers.centred("cnn/x", 1, 64, 1, 28, 28))
    y = torch.from_numpy(numbers.whole("cnn/y", 10, 64))

    def make():
        net = nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(32 * 7 * 7, 10),
        )
        fill(net, "cnn", fan_in)
        optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)

        def step():
            optimizer.zero_grad(set_to_none=True)
            loss = F.cross_entropy(net(x), y)
            loss.backward()
            optimizer.step()
            return loss

        return list(net.parameters()), step

    return training(make, steps=10)


@row("pinn-step")
def pinn():
    # Burgers' equation, u_t + u u_x = nu u_xx, at 1,024 points (x, t) in [-1, 1) x [0, 1).
    viscosity = 0.01
    place = numbers.centred("pinn/x", 1, 1024, 1)
    time = numbers.uniform("pinn/t", 1024, 1).astype("float32")

    def make():
        net = nn.Sequential(
            nn.Linear(2, 64), nn.Tanh(), nn.Linear(64, 64), nn.Tanh(), nn.Linear(64, 64), nn.Tanh(), nn.Linear(64, 1)
        )
        fill(net, "pinn", fan_in)
        parameters = list(net.parameters())
        optimizer = torch.optim.Adam(parameters, lr=1e-3)
        x = torch.from_numpy(place).requires_grad_()
        t = torch.from_numpy(time).requires_grad_()
        ones = torch.ones(1024, 1)

        def step():
            optimizer.zero_grad(set_to_none=True)
            u = net(torch.cat((x, t), 1))
            u_x, u_t = torch.autograd.grad(u, (x, t), ones, create_graph=True)
            (u_xx,) = torch.autograd.grad(u_x, x, ones, create_graph=True)
            loss = (u_t + u * u_x - viscosity * u_xx).square().mean()
            loss.backward(inputs=parameters)
            optimizer.step()
            return loss

        return parameters, step

    return training(make, steps=10)
