"""Writes the weights of a radial basis network 2 -> 5 -> 1 in every floating-point type (`python3 make.py`).

The k-th parameter, in the order of PyTorch's Linear, is (k - 10) / 8, which each type holds exactly.
"""
import json
import struct

TENSORS = [("0.weight", [5, 2]), ("0.bias", [5]), ("1.weight", [1, 5]), ("1.bias", [1])]
ENCODERS = {
    "F16": lambda value: struct.pack("<e", value),
    "BF16": lambda value: struct.pack("<f", value)[2:],
    "F32": lambda value: struct.pack("<f", value),
    "F64": lambda value: struct.pack("<d", value),
}

for dtype, encode in ENCODERS.items():
    header, values, k = {}, b"", 0
    for name, shape in TENSORS:
        start = len(values)
        for _ in range(shape[0] * (shape[1] if len(shape) > 1 else 1)):
            values += encode((k - 10) / 8)
            k += 1
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [start, len(values)]}
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    # The last one's name would be a language's to MSBuild.
    name = {"F64": "surface.de.safetensors"}.get(dtype, f"surface-{dtype.lower()}.safetensors")
    with open(name, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + values)
