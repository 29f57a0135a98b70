"""Writes fixtures/llama.gguf by llama.cpp's own libraries, and fixtures/llama.json: the numbers that they read out of it.

    npm install --ignore-scripts @node-llama-cpp/linux-x64@3.22.1
    /usr/bin/python3 gguf.py node_modules/@node-llama-cpp/linux-x64/bins/linux-x64 ../Files/fixtures
"""

import ctypes as c
import json
import sys
from pathlib import Path

import numpy as np

libraries, folder = Path(sys.argv[1]), Path(sys.argv[2])
ggml = c.CDLL(str(libraries / "libggml-base.so"))


class Parameters(c.Structure):
    _fields_ = [("mem_size", c.c_size_t), ("mem_buffer", c.c_void_p), ("no_alloc", c.c_bool)]


def function(name, result, *arguments):
    pointer = getattr(ggml, name)
    pointer.restype, pointer.argtypes = result, list(arguments)
    return pointer


start = function("ggml_init", c.c_void_p, Parameters)
new_tensor = function("ggml_new_tensor_2d", c.c_void_p, c.c_void_p, c.c_int, c.c_int64, c.c_int64)
data_of = function("ggml_get_data", c.c_void_p, c.c_void_p)
bytes_of = function("ggml_nbytes", c.c_size_t, c.c_void_p)
set_name = function("ggml_set_name", c.c_void_p, c.c_void_p, c.c_char_p)
quantize = function("ggml_quantize_chunk", c.c_size_t, c.c_int, c.c_void_p, c.c_void_p, c.c_int64, c.c_int64, c.c_int64, c.c_void_p)
new_file = function("gguf_init_empty", c.c_void_p)
set_text = function("gguf_set_val_str", None, c.c_void_p, c.c_char_p, c.c_char_p)
add_tensor = function("gguf_add_tensor", None, c.c_void_p, c.c_void_p)
write = function("gguf_write_to_file", c.c_bool, c.c_void_p, c.c_char_p, c.c_bool)
widen = {
    "F16": function("ggml_fp16_to_fp32_row", None, c.c_void_p, c.c_void_p, c.c_int64),
    "BF16": function("ggml_bf16_to_fp32_row", None, c.c_void_p, c.c_void_p, c.c_int64),
    "Q4_0": function("dequantize_row_q4_0", None, c.c_void_p, c.c_void_p, c.c_int64),
    "Q8_0": function("dequantize_row_q8_0", None, c.c_void_p, c.c_void_p, c.c_int64),
}
types = {"F32": 0, "F16": 1, "Q4_0": 2, "Q8_0": 8, "BF16": 30}

random = np.random.default_rng(7)
rows, columns = 5, 64
numbers = random.standard_normal((rows, columns)).astype(np.float32)
numbers[1] *= 1000
numbers[2] *= np.float32(1e-6)
numbers[3, :32] = 0
numbers[4] = np.linspace(-3, 3, columns, dtype=np.float32)

context = start(Parameters(1 << 20, None, False))
file = new_file()
set_text(file, b"general.architecture", b"test")
expected = {"shape": [rows, columns], "tensors": {}}
for name, kind in types.items():
    tensor = new_tensor(context, kind, columns, rows)
    set_name(tensor, name.encode())
    written = quantize(kind, numbers.ctypes.data, data_of(tensor), 0, rows, columns, None)
    assert written == bytes_of(tensor)
    read = numbers.copy()
    if name in widen:
        widen[name](data_of(tensor), read.ctypes.data, read.size)
    expected["tensors"][name] = [float(value) for value in read.ravel()]
    add_tensor(file, tensor)

assert write(file, str(folder / "llama.gguf").encode(), False)
(folder / "llama.json").write_text(json.dumps(expected) + "\n")
print({name: float(np.abs(np.array(values) - numbers.ravel()).max()) for name, values in expected["tensors"].items()})
