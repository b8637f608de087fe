"""Writes the test files as Keras writes them, and what numpy computes for them. Needs numpy and h5py, not Keras.

The forms are those of Keras 3's `.keras` archives and of Keras 2's `.h5` files. Run it in this folder: python3 make_files.py
"""
import io
import json
import math
import os
import zipfile

import h5py
import numpy as np

rng = np.random.default_rng(7)
os.makedirs("files", exist_ok=True)


def values(*shape):
    return rng.normal(0, 0.5, shape).astype("f4")


def positive(*shape):
    return rng.uniform(0.5, 2, shape).astype("f4")


def layer3(cls, name, weights=(), **config):
    """A layer of Keras 3: its JSON, and its weights in order."""
    return {"module": "keras.layers", "class_name": cls, "config": {"name": name, "trainable": True, **config}, "registered_name": None}, list(weights)


def input3(name, *shape):
    return layer3("InputLayer", name, batch_shape=[None, *shape], dtype="float32")


def snake(cls):
    import re
    name = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", cls)
    return re.sub("([a-z])([A-Z])", r"\1_\2", name).lower()


def archive(path, model, layers):
    weights = io.BytesIO()
    with h5py.File(weights, "w") as h5:
        used = {}
        for config, tensors in layers:
            name = snake(config["class_name"])
            used[name] = used.get(name, -1) + 1
            group = h5.create_group(f"layers/{name}_{used[name]}/vars" if used[name] else f"layers/{name}/vars")
            for i, tensor in enumerate(tensors):
                group[str(i)] = tensor
        h5.create_group("vars")
    with zipfile.ZipFile("files/" + path, "w") as zip:
        for name, content in [
            ("metadata.json", json.dumps({"keras_version": "3.6.0"})), ("config.json", json.dumps(model)), ("model.weights.h5", weights.getvalue()),
        ]:
            # A fixed date: the same file from every run.
            zip.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content)


def sequential3(path, *layers):
    archive(path, {"module": "keras", "class_name": "Sequential", "config": {"name": "sequential", "layers": [config for config, _ in layers]}}, layers)


def hdf(path, model, layers, weights_only=False):
    """A file of Keras 2; layers are (name, {weight name: values})."""
    with h5py.File("files/" + path, "w") as h5:
        if not weights_only:
            h5.attrs["model_config"] = json.dumps(model).encode("utf8")
        h5.attrs["keras_version"] = b"2.12.0"
        root = h5 if weights_only else h5.create_group("model_weights")
        root.attrs["layer_names"] = [name.encode() for name, _ in layers]
        for name, tensors in layers:
            group = root.create_group(name)
            group.attrs["weight_names"] = np.array([f"{name}/{tensor}:0".encode() for tensor in tensors], dtype="S32" if tensors else "f8")
            for tensor, content in tensors.items():
                group[f"{name}/{tensor}:0"] = content


def relu(x):
    return np.maximum(x, 0)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def gelu(x):
    return x * 0.5 * (1 + np.vectorize(math.erf)(x / math.sqrt(2)))


def layer_norm(x, gamma, beta, epsilon):
    d = x - x.mean(-1, keepdims=True)
    return gamma * d / np.sqrt((d * d).mean(-1, keepdims=True) + epsilon) + beta


def conv1d(x, kernel, bias, before, after, stride=1, dilation=1, groups=1):
    rows, steps, features = x.shape
    x = np.concatenate([np.zeros((rows, before, features)), x, np.zeros((rows, after, features))], 1)
    size, inputs, filters = kernel.shape
    outputs = (x.shape[1] - (size - 1) * dilation - 1) // stride + 1
    y = np.zeros((rows, outputs, filters))
    for f in range(filters):
        first = f // (filters // groups) * inputs
        for t in range(outputs):
            for k in range(size):
                y[:, t, f] += x[:, t * stride + k * dilation, first:first + inputs] @ kernel[k, :, f]
    return y + bias


def conv2d_same(x, kernel, bias):
    rows, height, width, features = x.shape
    kh, kw, _, filters = kernel.shape
    top, left = (kh - 1) // 2, (kw - 1) // 2
    padded = np.zeros((rows, height + kh - 1, width + kw - 1, features))
    padded[:, top:top + height, left:left + width] = x
    y = np.zeros((rows, height, width, filters))
    for i in range(kh):
        for j in range(kw):
            y += padded[:, i:i + height, j:j + width] @ kernel[i, j]
    return y + bias


def pool(x, size, function):
    rows, height, width, features = x.shape
    x = x[:, :height // size * size, :width // size * size].reshape(rows, height // size, size, width // size, size, features)
    return function(x, (2, 4))


cases = {}


def case(name, inputs, outputs):
    """Rows of the inputs, one behind the other, and of the outputs."""
    flat = lambda arrays: np.concatenate([a.reshape(len(a), -1) for a in arrays], 1).astype("f8").tolist()
    cases[name] = {"inputs": flat(inputs), "outputs": flat(outputs)}


# A chain of dense layers, with dropout.
w1, b1, w2, b2 = values(4, 5), values(5), values(5, 3), values(3)
sequential3("dense.keras", input3("input_layer", 4),
            layer3("Dense", "hidden", [w1, b1], units=5, activation="relu", use_bias=True), layer3("Dropout", "dropout", rate=0.5),
            layer3("Dense", "probabilities", [w2, b2], units=3, activation="softmax", use_bias=True))
x = values(3, 4).astype("f8")
case("dense.keras", [x], [softmax(relu(x @ w1 + b1) @ w2 + b2)])

# Keras 2: no input layer, batch normalisation, an activation as a layer.
w1, w2, b2 = values(4, 6), values(6, 2), values(2)
gamma, beta, mean, variance = positive(6), values(6), values(6), positive(6)
hdf("batchnorm.h5", {"class_name": "Sequential", "config": {"name": "s", "layers": [
    {"class_name": "Dense", "config": {"name": "dense", "batch_input_shape": [None, 4], "units": 6, "activation": "linear", "use_bias": False}},
    {"class_name": "BatchNormalization", "config": {"name": "bn", "axis": [1], "epsilon": 0.001, "center": True, "scale": True}},
    {"class_name": "Activation", "config": {"name": "act", "activation": "elu"}},
    {"class_name": "Dense", "config": {"name": "dense_1", "units": 2, "activation": "sigmoid", "use_bias": True}}]}},
    [("dense", {"kernel": w1}), ("bn", {"gamma": gamma, "beta": beta, "moving_mean": mean, "moving_variance": variance}), ("act", {}),
     ("dense_1", {"kernel": w2, "bias": b2})])
x = values(3, 4).astype("f8")
y = (x @ w1 - mean) / np.sqrt(variance + 0.001) * gamma + beta
case("batchnorm.h5", [x], [sigmoid(np.where(y > 0, y, np.expm1(y)) @ w2 + b2)])
hdf("weights_only.h5", None, [("dense", {"kernel": w1})], weights_only=True)

# An image: what is flattened keeps its order, features last.
k, kb, w, b = values(3, 2, 2, 3), values(3), values(4 * 3 * 3, 4), values(4)
sequential3("image.keras", input3("image", 8, 6, 2),
            layer3("Conv2D", "conv2d", [k, kb], filters=3, kernel_size=[3, 2], strides=[1, 1], padding="same", data_format="channels_last",
                   dilation_rate=[1, 1], groups=1, activation="relu", use_bias=True),
            layer3("MaxPooling2D", "pool", pool_size=[2, 2], padding="valid", strides=[2, 2], data_format="channels_last"),
            layer3("Flatten", "flatten", data_format="channels_last"), layer3("Dense", "scores", [w, b], units=4, activation="linear", use_bias=True))
x = values(2, 8, 6, 2).astype("f8")
case("image.keras", [x], [pool(relu(conv2d_same(x, k, kb)), 2, np.max).reshape(2, -1) @ w + b])

# A sequence.
k1, c1, k2, c2 = values(3, 2, 4), values(4), values(2, 2, 6), values(6)
gamma, beta, w, b = positive(6), values(6), values(6, 3), values(3)
sequential3("sequence.keras", input3("steps", 9, 2),
            layer3("Conv1D", "causal", [k1, c1], filters=4, kernel_size=[3], strides=[1], padding="causal", dilation_rate=[2], groups=1,
                   activation="tanh", use_bias=True),
            layer3("Conv1D", "grouped", [k2, c2], filters=6, kernel_size=[2], strides=[2], padding="valid", dilation_rate=[1], groups=2,
                   activation="linear", use_bias=True),
            layer3("GlobalAveragePooling1D", "mean", data_format="channels_last", keepdims=False),
            layer3("LayerNormalization", "norm", [gamma, beta], axis=-1, epsilon=0.001, center=True, scale=True),
            layer3("Dense", "scores", [w, b], units=3, activation="gelu", use_bias=True))
x = values(2, 9, 2).astype("f8")
y = conv1d(np.tanh(conv1d(x, k1, c1, 4, 0, dilation=2)), k2, c2, 0, 0, stride=2, groups=2).mean(1)
case("sequence.keras", [x], [gelu(layer_norm(y, gamma, beta, 0.001) @ w + b)])

# A standardiser, and a slope below zero that is no activation of its own.
mean, variance, w1, b1, w2, b2 = values(3), positive(3), values(3, 4), values(4), values(4, 1), values(1)
sequential3("normalization.keras", input3("observation", 3),
            layer3("Normalization", "normalization", [mean, variance, np.int64(100)], axis=-1, invert=False, mean=None, variance=None),
            layer3("Dense", "dense", [w1, b1], units=4, activation="linear", use_bias=True), layer3("LeakyReLU", "leaky", negative_slope=0.2),
            layer3("Dense", "value", [w2, b2], units=1, activation="linear", use_bias=True))
x = values(3, 3).astype("f8")
y = (x - mean) / np.sqrt(variance) @ w1 + b1
case("normalization.keras", [x], [np.where(y > 0, y, 0.2 * y) @ w2 + b2])

# Branches, two inputs and two outputs, in the forms of both versions.
wa, ba, wb, bb, wp, bp, wv, bv = values(3, 4), values(4), values(2, 4), values(4), values(12, 2), values(2), values(4, 1), values(1)


def dense(name, units, activation):
    return dict(cls="Dense", name=name, units=units, activation=activation, use_bias=True)


nodes = [  # layer, weights, sources
    (dense("from_a", 4, "relu"), {"kernel": wa, "bias": ba}, ["a"]), (dense("from_b", 4, "tanh"), {"kernel": wb, "bias": bb}, ["b"]),
    (dict(cls="Add", name="sum"), {}, ["from_a", "from_b"]), (dict(cls="Multiply", name="product"), {}, ["from_a", "from_b"]),
    (dict(cls="Concatenate", name="all", axis=-1), {}, ["sum", "product", "from_b"]),
    (dense("policy", 2, "softmax"), {"kernel": wp, "bias": bp}, ["all"]), (dense("value", 1, "linear"), {"kernel": wv, "bias": bv}, ["sum"])]
layers = [input3("b", 2), input3("a", 3)]
for config, _ in layers:
    config.update(name=config["config"]["name"], inbound_nodes=[])
for config, tensors, sources in nodes:
    layer, weights = layer3(config["cls"], config["name"], tensors.values(), **{k: v for k, v in config.items() if k not in ("cls", "name")})
    terms = [{"class_name": "__keras_tensor__", "config": {"shape": [None, 1], "dtype": "float32", "keras_history": [s, 0, 0]}} for s in sources]
    layer.update(name=config["name"], inbound_nodes=[{"args": [terms] if len(terms) > 1 else terms, "kwargs": {}}])
    layers.append((layer, weights))
archive("branches.keras", {"module": "keras.src.models.functional", "class_name": "Functional", "config": {
    "name": "functional", "layers": [config for config, _ in layers], "input_layers": [["a", 0, 0], ["b", 0, 0]],
    "output_layers": [["policy", 0, 0], ["value", 0, 0]]}}, layers)
old = [{"class_name": "InputLayer", "name": n, "inbound_nodes": [], "config": {"name": n, "batch_input_shape": [None, s]}} for n, s in [("b", 2), ("a", 3)]]
old += [{"class_name": c["cls"], "name": c["name"], "config": {k: v for k, v in c.items() if k != "cls"},
         "inbound_nodes": [[[s, 0, 0, {}] for s in sources]]} for c, _, sources in nodes]
hdf("branches.h5", {"class_name": "Functional", "config": {
    "name": "model", "layers": old, "input_layers": [["a", 0, 0], ["b", 0, 0]], "output_layers": [["policy", 0, 0], ["value", 0, 0]]}},
    [("a", {}), ("b", {})] + [(c["name"], tensors) for c, tensors, _ in nodes])
a, b = values(3, 3).astype("f8"), values(3, 2).astype("f8")
ha, hb = relu(a @ wa + ba), np.tanh(b @ wb + bb)
policy = softmax(np.concatenate([ha + hb, ha * hb, hb], 1) @ wp + bp)
for name in ("branches.keras", "branches.h5"):
    case(name, [a, b], [policy, (ha + hb) @ wv + bv])

# A layer of QKeras.
sequential3("quantised.keras", input3("input_layer", 4), layer3("QDense", "fc1", [values(4, 2), values(2)], units=2, use_bias=True))

with open("files/outputs.json", "w") as file:
    json.dump(cases, file, indent=1)
