"""safetensors by numpy alone: 8 bytes of length, a JSON header, raw numbers.

    /usr/bin/python3 safetensors.py write ../Files/fixtures     writes numpy.safetensors and numpy.json, which the tests read
    /usr/bin/python3 safetensors.py check ours.safetensors      reads a file that Praxis wrote and compares it with what it should hold

The test Numpy_reads_what_is_written writes the second kind when PRAXIS_SAFETENSORS names a file.
"""

import json
import struct
import sys
from pathlib import Path

import numpy as np

types = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "i1", "U8": "u1", "BOOL": "?"}


def read(path):
    content = Path(path).read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length].decode("utf-8"))
    data = content[8 + length :]
    header.pop("__metadata__", None)
    spans = sorted(entry["data_offsets"] for entry in header.values())
    assert spans[0][0] == 0 and spans[-1][1] == len(data) and all(a[1] == b[0] for a, b in zip(spans, spans[1:])), "gaps"
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        if entry["dtype"] == "BF16":
            bits = np.frombuffer(data[begin:end], "<u2").astype(np.uint32) << 16
            tensors[name] = bits.view(np.float32).reshape(entry["shape"])
        else:
            tensors[name] = np.frombuffer(data[begin:end], types[entry["dtype"]]).reshape(entry["shape"])
    return tensors


def write(folder):
    random = np.random.default_rng(3)
    tensors = {name: (random.standard_normal((3, 4)) * 50).astype(kind) for name, kind in types.items() if name != "BOOL"}
    tensors["BOOL"] = random.random((2, 3)) < 0.5
    tensors["F32 ünïcode/ñame"] = np.array([1e-45, 3.4e38, -0.0], "<f4")
    tensors["F16 smallest"] = np.array([5.960464477539063e-08, 65504, -1.5], "<f2")
    tensors["F32 scalar"] = np.array(2.5, "<f4")
    tensors["F32 empty"] = np.zeros((0, 7), "<f4")
    header, data = {"__metadata__": {"format": "np"}}, b""
    for name, tensor in tensors.items():
        raw = tensor.tobytes()
        header[name] = {"dtype": name.split()[0], "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header, ensure_ascii=False).encode("utf-8")
    (folder / "numpy.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + data)
    known = {name: {"shape": list(tensor.shape), "values": [float(value) for value in tensor.ravel()]} for name, tensor in tensors.items()}
    (folder / "numpy.json").write_text(json.dumps(known, ensure_ascii=False) + "\n")


def check(path):
    tensors = read(path)
    values = (np.arange(24) - 11.5) / 7
    for name, kind in [("F64", "f8"), ("F32", "f4"), ("F16", "f2")]:
        assert tensors[name].dtype == np.dtype(kind) and np.array_equal(tensors[name], values.astype(np.float32 if kind != "f8" else kind).astype(kind).reshape(2, 3, 4)), name
    rounded = values.astype(np.float32).view(np.uint32)
    rounded = ((rounded + 0x7FFF + ((rounded >> 16) & 1)) >> 16 << 16).view(np.float32)
    assert np.array_equal(tensors["BF16"], rounded.reshape(2, 3, 4)), "BF16"
    for name in ["I64", "I32", "I16", "I8"]:
        assert np.array_equal(tensors[name], np.arange(-5, 7).reshape(3, 4)), name
    assert np.array_equal(tensors["BOOL"], np.array([True, False, True])), "BOOL"
    print("equal:", ", ".join(f"{name} {tensor.shape}" for name, tensor in tensors.items()))


write(Path(sys.argv[2])) if sys.argv[1] == "write" else check(sys.argv[2])
