"""One step of training a GPT-2: forward, backward, AdamW."""

import math

import torch
import torch.nn.functional as F
from torch import nn

from learning import shared_numbers as numbers
from learning.torch_rows import training
from rows import row


class Block(nn.Module):
    def __init__(self, d, heads):
        super().__init__()
        self.heads = heads
        self.ln_1 = nn.LayerNorm(d)
        self.c_attn = nn.Linear(d, 3 * d)
        self.attn_c_proj = nn.Linear(d, d)
        self.ln_2 = nn.LayerNorm(d)
        self.c_fc = nn.Linear(d, 4 * d)
        self.mlp_c_proj = nn.Linear(4 * d, d)

    def forward(self, x, unseen):
        batch, time, d = x.shape
        q, k, v = self.c_attn(self.ln_1(x)).view(batch, time, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        scores = (q @ k.transpose(-1, -2)) / math.sqrt(d // self.heads)
        mixed = scores.masked_fill(unseen, float("-inf")).softmax(-1) @ v
        x = x + self.attn_c_proj(mixed.transpose(1, 2).reshape(batch, time, d))
        return x + self.mlp_c_proj(F.gelu(self.c_fc(self.ln_2(x)), approximate="tanh"))


class Gpt2(nn.Module):
    """GPT-2 with the head tied to the token embedding."""

    def __init__(self, vocabulary, time, d, heads, layers):
        super().__init__()
        self.wte = nn.Embedding(vocabulary, d)
        self.wpe = nn.Embedding(time, d)
        self.h = nn.ModuleList([Block(d, heads) for _ in range(layers)])
        self.ln_f = nn.LayerNorm(d)
        self.register_buffer("unseen", torch.triu(torch.ones(time, time, dtype=torch.bool), 1))

    def forward(self, tokens):
        x = self.wte(tokens) + self.wpe.weight[: tokens.shape[1]]
        for block in self.h:
            x = block(x, self.unseen)
        return self.ln_f(x) @ self.wte.weight.T


def step_of(vocabulary, time, d, heads, layers, batch):
    tokens = torch.from_numpy(numbers.whole("gpt/tokens", vocabulary, batch, time))
    targets = torch.from_numpy(numbers.whole("gpt/targets", vocabulary, batch, time))

    def make():
        net = Gpt2(vocabulary, time, d, heads, layers)
        fill_like_ours(net)
        optimizer = torch.optim.AdamW(net.parameters(), lr=1e-3, weight_decay=0.01)

        def step():
            optimizer.zero_grad(set_to_none=True)
            loss = F.cross_entropy(net(tokens).view(-1, vocabulary), targets.view(-1))
            loss.backward()
            optimizer.step()
            return loss

        return list(net.parameters()), step

    return make


def fill_like_ours(net):
    """Weights by Hugging Face's names and in its layout, where those of the projections are (in, out)."""
    with torch.no_grad():
        for name, parameter in net.named_parameters():
            full = "transformer." + name.replace("attn_c_proj", "attn.c_proj").replace("mlp_c_proj", "mlp.c_proj")
            full = full.replace(".c_attn", ".attn.c_attn").replace(".c_fc", ".mlp.c_fc")
            projection = ".c_" in full and parameter.dim() == 2
            shape = tuple(reversed(parameter.shape)) if projection else tuple(parameter.shape)
            values = torch.from_numpy(numbers.centred(f"gpt/{full}", 0.035, *shape))
            if ".ln_" in full and full.endswith("weight"):
                values += 1
            parameter.copy_(values.T if projection else values)


@row("gpt-step-large", "gpt-step-large-memory")
def large():
    return training(step_of(vocabulary=512, time=128, d=256, heads=4, layers=4, batch=8), steps=4)


@row("gpt-step-small")
def small():
    return training(step_of(vocabulary=64, time=64, d=128, heads=4, layers=2, batch=8), steps=20)
