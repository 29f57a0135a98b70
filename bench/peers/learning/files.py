"""Half a gigabyte of weights: opening the file, and the sum of every tensor."""

import json
import mmap
import os

import numpy as np
import torch

from learning import shared_numbers as numbers
from rows import Work, row

TENSORS, ROWS, COLUMNS = 60, 1024, 2048  # of 8 MiB each, F32: 503 MB


@row("safetensors-500MB")
def safetensors():
    path = os.environ["PRAXIS_BENCH_WEIGHTS"]

    def run():
        # The package's own loader is a mapping with a parsed header too; PyTorch sums with all its threads, numpy with one.
        with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY) as mapped:
            length = int.from_bytes(mapped[:8], "little")
            header = json.loads(mapped[8 : 8 + length])
            sums = []
            for name, entry in header.items():
                if name == "__metadata__":
                    continue
                begin, end = entry["data_offsets"]
                values = torch.frombuffer(mapped, dtype=torch.float32, count=(end - begin) // 4, offset=8 + length + begin)
                sums.append(float(values.sum()))
                del values
        return sums

    return Work(run, values=lambda sums: sums)


def write(path):
    """As the package writes it: eight bytes of length, the header, the data."""
    size = 4 * ROWS * COLUMNS
    header = {
        f"layer.{i}.weight": {"dtype": "F32", "shape": [ROWS, COLUMNS], "data_offsets": [i * size, (i + 1) * size]}
        for i in range(TENSORS)
    }
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    values = numbers.centred("safetensors", 1, ROWS, COLUMNS)
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for i in range(TENSORS):
            file.write((values + np.float32(i)).tobytes())
