"""The scores of small GPT-2, Llama and BERT models, computed with PyTorch in double precision from the very folders that
LanguageModel.Save wrote (config.json, model.safetensors), and recorded beside them as scores.json.

Run: python3 language_models.py            (needs torch and numpy; the tests read what it recorded and need neither)
The folders themselves are written by the tests when PRAXIS_RECORD_MODELS names this file's folder.
"""
import json
import math
import os
import struct

import numpy as np
import torch
import torch.nn.functional as F

HERE = os.path.dirname(os.path.abspath(__file__))


def read_safetensors(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = file.read()
    kinds = {"F32": np.float32, "F16": np.float16, "F64": np.float64}
    weights = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        start, end = entry["data_offsets"]
        array = np.frombuffer(data[start:end], kinds[entry["dtype"]]).reshape(entry["shape"])
        weights[name] = torch.tensor(array.astype(np.float64))
    return weights


def attention(q, k, v, causal, hidden=None):
    scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])
    if causal:
        time = q.shape[-2]
        scores = scores.masked_fill(torch.triu(torch.ones(time, time, dtype=torch.bool), 1), -math.inf)
    if hidden is not None:
        scores = scores.masked_fill(hidden[:, None, None, :], -math.inf)
    return scores.softmax(-1) @ v


def heads_first(x, heads):
    batch, time, width = x.shape
    return x.view(batch, time, heads, width // heads).transpose(1, 2)


def heads_last(x):
    batch, heads, time, width = x.shape
    return x.transpose(1, 2).reshape(batch, time, heads * width)


def gpt2(config, w, tokens):
    d, eps = config["n_embd"], config["layer_norm_epsilon"]
    norm = lambda x, name: F.layer_norm(x, (d,), w[name + ".weight"], w[name + ".bias"], eps)
    conv = lambda x, name: x @ w[name + ".weight"] + w[name + ".bias"]
    x = w["transformer.wte.weight"][tokens] + w["transformer.wpe.weight"][: tokens.shape[1]]
    for i in range(config["n_layer"]):
        h = f"transformer.h.{i}."
        q, k, v = (heads_first(part, config["n_head"]) for part in conv(norm(x, h + "ln_1"), h + "attn.c_attn").split(d, -1))
        x = x + conv(heads_last(attention(q, k, v, True)), h + "attn.c_proj")
        y = conv(norm(x, h + "ln_2"), h + "mlp.c_fc")
        y = 0.5 * y * (1 + torch.tanh(math.sqrt(2 / math.pi) * (y + 0.044715 * y**3)))
        x = x + conv(y, h + "mlp.c_proj")
    return norm(x, "transformer.ln_f") @ w.get("lm_head.weight", w["transformer.wte.weight"]).T


def rotary_frequencies(config):
    width = config["head_dim"]
    frequencies = 1 / config["rope_theta"] ** (torch.arange(0, width, 2, dtype=torch.float64) / width)
    scaling = config.get("rope_scaling")
    if scaling is None:
        return frequencies
    if scaling["rope_type"] == "linear":
        return frequencies / scaling["factor"]
    low_wavelength = scaling["original_max_position_embeddings"] / scaling["low_freq_factor"]
    high_wavelength = scaling["original_max_position_embeddings"] / scaling["high_freq_factor"]
    scaled = []
    for f in frequencies.tolist():
        wavelength = 2 * math.pi / f
        if wavelength < high_wavelength:
            scaled.append(f)
        elif wavelength > low_wavelength:
            scaled.append(f / scaling["factor"])
        else:
            smooth = (scaling["original_max_position_embeddings"] / wavelength - scaling["low_freq_factor"]) / (
                scaling["high_freq_factor"] - scaling["low_freq_factor"]
            )
            scaled.append((1 - smooth) * f / scaling["factor"] + smooth * f)
    return torch.tensor(scaled, dtype=torch.float64)


def llama(config, w, tokens):
    heads, shared = config["num_attention_heads"], config["num_key_value_heads"]
    angles = torch.arange(tokens.shape[1], dtype=torch.float64)[:, None] * rotary_frequencies(config)
    cos, sin = torch.cat([angles.cos()] * 2, -1), torch.cat([angles.sin()] * 2, -1)

    def norm(x, name):
        return w[name + ".weight"] * x / torch.sqrt((x**2).mean(-1, keepdim=True) + config["rms_norm_eps"])

    def linear(x, name):
        return F.linear(x, w[name + ".weight"], w.get(name + ".bias"))

    def rotate(x):
        first, second = x.chunk(2, -1)
        return x * cos + torch.cat([-second, first], -1) * sin

    x = w["model.embed_tokens.weight"][tokens]
    for i in range(config["num_hidden_layers"]):
        h = f"model.layers.{i}."
        y = norm(x, h + "input_layernorm")
        q = rotate(heads_first(linear(y, h + "self_attn.q_proj"), heads))
        k = rotate(heads_first(linear(y, h + "self_attn.k_proj"), shared)).repeat_interleave(heads // shared, 1)
        v = heads_first(linear(y, h + "self_attn.v_proj"), shared).repeat_interleave(heads // shared, 1)
        x = x + linear(heads_last(attention(q, k, v, True)), h + "self_attn.o_proj")
        y = norm(x, h + "post_attention_layernorm")
        x = x + linear(F.silu(linear(y, h + "mlp.gate_proj")) * linear(y, h + "mlp.up_proj"), h + "mlp.down_proj")
    return norm(x, "model.norm") @ w.get("lm_head.weight", w["model.embed_tokens.weight"]).T


def bert(config, w, tokens, segments, attended):
    d, eps = config["hidden_size"], config["layer_norm_eps"]
    norm = lambda x, name: F.layer_norm(x, (d,), w[name + ".weight"], w[name + ".bias"], eps)
    linear = lambda x, name: F.linear(x, w[name + ".weight"], w[name + ".bias"])
    e = "bert.embeddings."
    x = w[e + "word_embeddings.weight"][tokens] + w[e + "position_embeddings.weight"][: tokens.shape[1]]
    x = norm(x + w[e + "token_type_embeddings.weight"][segments], e + "LayerNorm")
    for i in range(config["num_hidden_layers"]):
        h = f"bert.encoder.layer.{i}."
        q, k, v = (heads_first(linear(x, h + "attention.self." + part), config["num_attention_heads"]) for part in ("query", "key", "value"))
        mixed = heads_last(attention(q, k, v, False, hidden=~attended))
        x = norm(x + linear(mixed, h + "attention.output.dense"), h + "attention.output.LayerNorm")
        x = norm(x + linear(F.gelu(linear(x, h + "intermediate.dense")), h + "output.dense"), h + "output.LayerNorm")
    x = norm(F.gelu(linear(x, "cls.predictions.transform.dense")), "cls.predictions.transform.LayerNorm")
    head = w.get("cls.predictions.decoder.weight", w["bert.embeddings.word_embeddings.weight"])
    return x @ head.T + w["cls.predictions.bias"]


def main():
    for folder in sorted(os.listdir(HERE)):
        path = os.path.join(HERE, folder, "config.json")
        if not os.path.exists(path):
            continue
        with open(path) as file:
            config = json.load(file)
        w = read_safetensors(os.path.join(HERE, folder, "model.safetensors"))
        random = np.random.default_rng(5)
        tokens = torch.tensor(random.integers(0, config["vocab_size"], (2, 7)))
        record = {"tokens": tokens.tolist()}
        if config["model_type"] == "bert":
            segments = torch.tensor([[0, 0, 0, 1, 1, 1, 1], [0, 0, 1, 1, 1, 0, 0]])
            attended = torch.tensor([[1] * 7, [1, 1, 1, 1, 1, 0, 0]]) > 0
            scores = bert(config, w, tokens, segments, attended)
            record |= {"segments": segments.tolist(), "attended": attended.tolist()}
        else:
            scores = {"gpt2": gpt2, "llama": llama}[config["model_type"]](config, w, tokens)
        record["scores"] = [float(f"{x:.9g}") for x in scores.flatten().tolist()]
        with open(os.path.join(HERE, folder, "scores.json"), "w") as file:
            json.dump(record, file, separators=(",", ":"))
            file.write("\n")
        print(folder, tuple(scores.shape), f"from {scores.min():.3f} to {scores.max():.3f}")


main()
