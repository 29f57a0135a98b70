"""The losses of twenty AdamW steps of a tiny GPT-2 in PyTorch, in double precision, recorded in gpt_training.json.

Run: python3 gpt_training.py            (needs torch and numpy; the tests read what it recorded and need neither)
Weights come from a hash of their place, as in Agreement/TinyGpt.cs, so that no file has to carry them.
"""
import json
import math
import os

import numpy as np
import torch
import torch.nn.functional as F

VOCABULARY, TIME, D, HEADS, LAYERS, BATCH, STEPS = 32, 16, 32, 2, 2, 4, 20


def hashed(seed, *shape):
    """Uniform in [-1, 1)."""
    x = (np.arange(np.prod(shape), dtype=np.uint64) + seed * 1000003).astype(np.uint32)
    for shift, factor in ((16, 0x7FEB352D), (15, 0x846CA68B)):
        x = (x ^ (x >> np.uint32(shift))) * np.uint32(factor)
    x ^= x >> np.uint32(16)
    return (x / 2.0**31 - 1).reshape(shape)


def shapes():
    yield "transformer.wte.weight", (VOCABULARY, D)
    yield "transformer.wpe.weight", (TIME, D)
    for layer in range(LAYERS):
        name = f"transformer.h.{layer}."
        yield name + "ln_1.weight", (D,)
        yield name + "ln_1.bias", (D,)
        yield name + "attn.c_attn.weight", (D, 3 * D)
        yield name + "attn.c_attn.bias", (3 * D,)
        yield name + "attn.c_proj.weight", (D, D)
        yield name + "attn.c_proj.bias", (D,)
        yield name + "ln_2.weight", (D,)
        yield name + "ln_2.bias", (D,)
        yield name + "mlp.c_fc.weight", (D, 4 * D)
        yield name + "mlp.c_fc.bias", (4 * D,)
        yield name + "mlp.c_proj.weight", (4 * D, D)
        yield name + "mlp.c_proj.bias", (D,)
    yield "transformer.ln_f.weight", (D,)
    yield "transformer.ln_f.bias", (D,)


def weights():
    """Seeds are the places in the sorted list of names; the weights of norms lie around 1."""
    found = {}
    for seed, (name, shape) in enumerate(sorted(shapes())):
        values = 0.1 * hashed(seed, *shape)
        if ".ln_" in name and name.endswith("weight"):
            values += 1
        found[name] = torch.tensor(values.astype(np.float32).astype(np.float64), requires_grad=True)
    return found


def forward(w, tokens):
    norm = lambda x, name: F.layer_norm(x, (D,), w[name + ".weight"], w[name + ".bias"], 1e-5)
    project = lambda x, name: x @ w[name + ".weight"] + w[name + ".bias"]
    x = w["transformer.wte.weight"][tokens] + w["transformer.wpe.weight"]
    for layer in range(LAYERS):
        name = f"transformer.h.{layer}."
        qkv = project(norm(x, name + "ln_1"), name + "attn.c_attn").view(BATCH, TIME, 3, HEADS, D // HEADS)
        q, k, v = qkv.permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-1, -2) / math.sqrt(D // HEADS)
        scores = scores.masked_fill(torch.ones(TIME, TIME, dtype=torch.bool).triu(1), -math.inf)
        x = x + project((scores.softmax(-1) @ v).transpose(1, 2).reshape(BATCH, TIME, D), name + "attn.c_proj")
        x = x + project(F.gelu(project(norm(x, name + "ln_2"), name + "mlp.c_fc"), approximate="tanh"), name + "mlp.c_proj")
    return norm(x, "transformer.ln_f") @ w["transformer.wte.weight"].T


def batch(step):
    """Text b counts up from a place of its own, in steps of b + 1; the target is what comes next."""
    places = torch.arange(BATCH)[:, None]
    tokens = (7 * step + 5 * places + (places + 1) * torch.arange(TIME + 1)) % VOCABULARY
    return tokens[:, :-1], tokens[:, 1:]


def main():
    w = weights()
    optimizer = torch.optim.AdamW(w.values(), lr=3e-3, weight_decay=0.1)
    losses = []
    for step in range(STEPS):
        tokens, targets = batch(step)
        optimizer.zero_grad()
        loss = F.cross_entropy(forward(w, tokens).flatten(0, 1), targets.flatten())
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    record = {"pytorch": torch.__version__, "losses": losses}
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "gpt_training.json"), "w") as file:
        json.dump(record, file, indent=1)
        file.write("\n")


main()
