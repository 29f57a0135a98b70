"""Decoding with a Llama of about four million parameters, one token after the other, with a cache of keys and values."""

import torch
import torch.nn.functional as F

from learning import shared_numbers as numbers
from rows import Work, row

VOCABULARY, D, LAYERS, HEADS, KEY_VALUE_HEADS, HIDDEN, CONTEXT = 2048, 256, 5, 8, 4, 688, 512
WIDTH = D // HEADS
PROMPT, TOKENS = 16, 128
EPSILON = 1e-5


class Llama:
    """The head is tied to the embedding; weights are (out, in)."""

    def __init__(self):
        self.embedding = weight("model.embed_tokens.weight", VOCABULARY, D)
        self.norm = norm_weight("model.norm.weight")
        self.blocks = [Block(f"model.layers.{layer}.") for layer in range(LAYERS)]
        frequencies = 10000.0 ** (-torch.arange(0, WIDTH, 2).float() / WIDTH)
        angles = torch.arange(CONTEXT).float()[:, None] * frequencies  # (time, width / 2)
        self.cos, self.sin = torch.cat((angles, angles), 1).cos(), torch.cat((angles, angles), 1).sin()
        self.length = 0

    def forward(self, tokens):
        """The logits of the last of some tokens that follow those seen already; tokens: (time)."""
        begin, self.length = self.length, self.length + tokens.shape[0]
        cos, sin = self.cos[begin : self.length], self.sin[begin : self.length]
        x = self.embedding[tokens]  # (time, d)
        for block in self.blocks:
            x = block.forward(x, cos, sin, begin)
        return F.linear(norm(x[-1], self.norm), self.embedding)

    def parameters(self):
        return sum(w.numel() for w in (self.embedding, self.norm, *(w for block in self.blocks for w in block.weights)))


class Block:
    def __init__(self, name):
        self.before_attention = norm_weight(name + "input_layernorm.weight")
        self.q = weight(name + "self_attn.q_proj.weight", D, D)
        self.k = weight(name + "self_attn.k_proj.weight", KEY_VALUE_HEADS * WIDTH, D)
        self.v = weight(name + "self_attn.v_proj.weight", KEY_VALUE_HEADS * WIDTH, D)
        self.o = weight(name + "self_attn.o_proj.weight", D, D)
        self.before_hidden = norm_weight(name + "post_attention_layernorm.weight")
        self.gate = weight(name + "mlp.gate_proj.weight", HIDDEN, D)
        self.up = weight(name + "mlp.up_proj.weight", HIDDEN, D)
        self.down = weight(name + "mlp.down_proj.weight", D, HIDDEN)
        self.weights = [value for value in vars(self).values() if isinstance(value, torch.Tensor)]

        # One product instead of three and of two, as inference engines have it.
        self.qkv = torch.cat((self.q, self.k, self.v))
        self.gate_up = torch.cat((self.gate, self.up))
        self.keys = torch.zeros(KEY_VALUE_HEADS, CONTEXT, WIDTH)
        self.values = torch.zeros(KEY_VALUE_HEADS, CONTEXT, WIDTH)

    def forward(self, x, cos, sin, begin):
        time, end = x.shape[0], begin + x.shape[0]
        qkv = F.linear(norm(x, self.before_attention), self.qkv).view(time, HEADS + 2 * KEY_VALUE_HEADS, WIDTH)
        turned = rotate(qkv[:, : HEADS + KEY_VALUE_HEADS].transpose(0, 1), cos, sin)  # (heads + kv heads, time, width)
        self.keys[:, begin:end] = turned[HEADS:]
        self.values[:, begin:end] = qkv[:, HEADS + KEY_VALUE_HEADS :].transpose(0, 1)

        # The query heads of one key/value head lie side by side, as rows of one matrix.
        group = HEADS // KEY_VALUE_HEADS
        q = turned[:HEADS].reshape(KEY_VALUE_HEADS, group * time, WIDTH)
        scores = (q @ self.keys[:, :end].transpose(1, 2)) * WIDTH**-0.5  # (kv heads, group time, end)
        if time > 1:
            unseen = torch.ones(time, end, dtype=torch.bool).triu(begin + 1)
            scores = scores.view(KEY_VALUE_HEADS, group, time, end).masked_fill(unseen, float("-inf")).view(KEY_VALUE_HEADS, -1, end)
        mixed = (scores.softmax(-1) @ self.values[:, :end]).view(HEADS, time, WIDTH).transpose(0, 1).reshape(time, D)
        x = x + F.linear(mixed, self.o)
        gate, up = F.linear(norm(x, self.before_hidden), self.gate_up).chunk(2, -1)
        return x + F.linear(F.silu(gate) * up, self.down)


def norm(x, w):
    return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + EPSILON) * w


def rotate(x, cos, sin):
    half = WIDTH // 2
    return x * cos + torch.cat((-x[..., half:], x[..., :half]), -1) * sin


def weight(name, *shape):
    return torch.from_numpy(numbers.centred(f"llama/{name}", 0.07, *shape))


def norm_weight(name):
    return weight(name, D) + 1


@row("llama-decode")
def decode():
    llama = Llama()
    prompt = torch.from_numpy(numbers.whole("llama/prompt", VOCABULARY, PROMPT))

    @torch.inference_mode()
    def prepare():
        llama.length = 0
        return llama.forward(prompt)

    @torch.inference_mode()
    def run(logits):
        first = logits
        for _ in range(TOKENS):
            logits = llama.forward(logits.argmax().view(1))
        return first, logits

    def values(result):
        return [*result[0][:4], *result[1][:4]]

    return Work(run, prepare=prepare, parts=TOKENS, values=values, parameters=llama.parameters())
