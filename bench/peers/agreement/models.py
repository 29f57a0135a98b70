"""GPT-2, Llama and BERT computed again from a folder's config.json and weights, under Hugging Face's names."""

import json
import math
import pathlib

import torch
import torch.nn.functional as F

from agreement import tensors


def load(folder):
    """The configuration and the weights; those of files without the model's prefix get it."""
    folder = pathlib.Path(folder)
    config = json.loads((folder / "config.json").read_text())
    index = folder / "model.safetensors.index.json"
    names = sorted(set(json.loads(index.read_text())["weight_map"].values())) if index.exists() else ["model.safetensors"]
    weights = {}
    for name in names:
        weights.update(tensors.read(folder / name))
    return config, weights


def logits(config, weights, tokens):
    """(batch, time, vocabulary) of tokens (batch, time)."""
    return {"gpt2": gpt2, "llama": llama, "bert": bert}[config["model_type"]](config, weights, tokens)


def gpt2(config, w, tokens):
    heads, epsilon, time = config["n_head"], config["layer_norm_epsilon"], tokens.shape[1]
    act = activation(config["activation_function"])

    def norm(x, name):
        return F.layer_norm(x, x.shape[-1:], w[name + ".weight"], w[name + ".bias"], epsilon)

    def project(x, name):
        return x @ w[name + ".weight"] + w[name + ".bias"]  # (in, out)

    x = w["transformer.wte.weight"][tokens] + w["transformer.wpe.weight"][:time]
    for layer in range(config["n_layer"]):
        name = f"transformer.h.{layer}."
        q, k, v = (split(part, heads) for part in project(norm(x, name + "ln_1"), name + "attn.c_attn").chunk(3, -1))
        x = x + project(join(attend(q, k, v, causal=True)), name + "attn.c_proj")
        x = x + project(act(project(norm(x, name + "ln_2"), name + "mlp.c_fc")), name + "mlp.c_proj")
    return norm(x, "transformer.ln_f") @ w.get("lm_head.weight", w["transformer.wte.weight"]).T


def llama(config, w, tokens):
    if config.get("rope_scaling"):
        raise SystemExit("The recomputation knows no scaled rotary positions.")
    heads, epsilon, time = config["num_attention_heads"], config["rms_norm_eps"], tokens.shape[1]
    groups = heads // config.get("num_key_value_heads", heads)
    width = config.get("head_dim") or config["hidden_size"] // heads
    frequencies = config.get("rope_theta", 10000.0) ** (-torch.arange(0, width, 2, dtype=torch.float64) / width)
    angles = torch.arange(time, dtype=torch.float64)[:, None] * frequencies
    cos, sin = (torch.cat((f(angles), f(angles)), -1).float() for f in (torch.cos, torch.sin))

    def norm(x, name):
        return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + epsilon) * w[name + ".weight"]

    def turn(x):
        a, b = x.chunk(2, -1)
        return x * cos + torch.cat((-b, a), -1) * sin

    x = w["model.embed_tokens.weight"][tokens]
    for layer in range(config["num_hidden_layers"]):
        name = f"model.layers.{layer}."
        y = norm(x, name + "input_layernorm")
        q, k, v = (split_width(linear(w, y, f"{name}self_attn.{part}_proj"), width) for part in "qkv")
        k, v = turn(k).repeat_interleave(groups, 1), v.repeat_interleave(groups, 1)
        x = x + linear(w, join(attend(turn(q), k, v, causal=True)), name + "self_attn.o_proj")
        y = norm(x, name + "post_attention_layernorm")
        y = F.silu(linear(w, y, name + "mlp.gate_proj")) * linear(w, y, name + "mlp.up_proj")
        x = x + linear(w, y, name + "mlp.down_proj")
    return norm(x, "model.norm") @ w.get("lm_head.weight", w["model.embed_tokens.weight"]).T


def bert(config, w, tokens):
    heads, epsilon, time = config["num_attention_heads"], config["layer_norm_eps"], tokens.shape[1]
    act = activation(config["hidden_act"])

    def norm(x, name):
        return F.layer_norm(x, x.shape[-1:], w[name + ".weight"], w[name + ".bias"], epsilon)

    name = "bert.embeddings."
    x = w[name + "word_embeddings.weight"][tokens] + w[name + "position_embeddings.weight"][:time] + w[name + "token_type_embeddings.weight"][0]
    x = norm(x, name + "LayerNorm")
    for layer in range(config["num_hidden_layers"]):
        name = f"bert.encoder.layer.{layer}."
        q, k, v = (split(linear(w, x, f"{name}attention.self.{part}"), heads) for part in ("query", "key", "value"))
        x = norm(x + linear(w, join(attend(q, k, v, causal=False)), name + "attention.output.dense"), name + "attention.output.LayerNorm")
        y = linear(w, act(linear(w, x, name + "intermediate.dense")), name + "output.dense")
        x = norm(x + y, name + "output.LayerNorm")
    name = "cls.predictions."
    x = norm(act(linear(w, x, name + "transform.dense")), name + "transform.LayerNorm")
    return x @ w.get(name + "decoder.weight", w["bert.embeddings.word_embeddings.weight"]).T + w[name + "bias"]


def attend(q, k, v, causal):
    scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])
    if causal:
        scores = scores.masked_fill(torch.ones(scores.shape[-2:], dtype=torch.bool).triu(1), float("-inf"))
    return scores.softmax(-1) @ v


def split(x, heads):
    return split_width(x, x.shape[-1] // heads)


def split_width(x, width):
    return x.view(x.shape[0], x.shape[1], -1, width).transpose(1, 2)  # (batch, heads, time, width)


def join(x):
    return x.transpose(1, 2).flatten(2)


def linear(w, x, name):
    return F.linear(x, w[name + ".weight"], w.get(name + ".bias"))


def activation(name):
    return {"gelu_new": lambda x: F.gelu(x, approximate="tanh"), "gelu": F.gelu, "relu": F.relu}[name]
