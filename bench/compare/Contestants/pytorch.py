"""Runs the jobs of bench/compare in PyTorch on one thread. Reads one request in JSON a line, writes one answer a line."""

import gc
import json
import math
import sys
import time

import torch
import torch.nn.functional as F

torch.set_num_threads(1)

ACTIVATIONS = {"ReLU": torch.nn.ReLU, "Sigmoid": torch.nn.Sigmoid, "Tanh": torch.nn.Tanh, "Softmax": lambda: torch.nn.Softmax(dim=1)}


def half_squared_error(y, t):
    return 0.5 * (y - t).square().sum() / y.shape[0]


def cross_entropy(z, t):
    return F.cross_entropy(z, t)


class Sum(torch.nn.Module):
    def forward(self, a, b):
        return a + b


class Graph(torch.nn.Module):
    """Layers that take the values of any before them."""

    def __init__(self, layers, sources, outputs):
        super().__init__()
        self.layers, self.sources, self.outputs = torch.nn.ModuleList(layers), sources, outputs

    def forward(self, x):
        values = [x]
        for layer, sources in zip(self.layers, self.sources):
            values.append(layer(*[values[source] for source in sources]))
        outputs = [values[output] for output in self.outputs]
        return outputs[0] if len(outputs) == 1 else torch.cat(outputs, dim=1)


def module(layer, parameters):
    """A layer without its activation, and the parameters that are left."""
    kind, shapes, stride = layer["Kind"], layer["Shapes"], layer["Stride"]
    if kind == "Dense":
        module = torch.nn.Linear(shapes[0][1], shapes[0][0])
    elif kind == "Conv2D":
        module = torch.nn.Conv2d(shapes[0][1], shapes[0][0], shapes[0][2:], stride=stride, padding=layer["Padding"])
    elif kind == "MaxPool":
        module = torch.nn.MaxPool2d(layer["Size"], stride)
    else:
        module = {"Flatten": torch.nn.Flatten, "Add": Sum}[kind]()
    with torch.no_grad():
        for tensor in module.parameters():
            tensor.copy_(parameters[: tensor.numel()].view_as(tensor))
            parameters = parameters[tensor.numel():]
    return module, parameters


def network(request, parameters, keeps_logits):
    """The layers; a softmax at the end is left to the loss, or added, as is usual."""
    modules = []
    for i, layer in enumerate(request["layers"]):
        made, parameters = module(layer, parameters)
        activation = layer["Activation"]
        if activation != "Linear" and not (keeps_logits and activation == "Softmax" and i == len(request["layers"]) - 1):
            if isinstance(made, Sum):
                raise ValueError("a sum has no activation here")
            made = torch.nn.Sequential(made, ACTIVATIONS[activation]())
        modules.append(made)
    sources = [layer["Sources"] for layer in request["layers"]]
    if sources == [[i] for i in range(len(sources))] and request["outputs"] == [len(sources)]:
        flat = [part for made in modules for part in (made if isinstance(made, torch.nn.Sequential) else [made])]
        return torch.nn.Sequential(*flat)
    return Graph(modules, sources, request["outputs"])


def scripted(model, x):
    """A chain is compiled from its source; what a graph does in a loop over lists, from what it did once."""
    return torch.jit.script(model) if isinstance(model, torch.nn.Sequential) else torch.jit.trace(model, x)


class Step:
    """A training step as a PyTorch program has it."""

    def __init__(self, model, loss, optimizer, x, t):
        self.model, self.loss, self.optimizer, self.x, self.t = model, loss, optimizer, x, t

    def __call__(self):
        self.optimizer.zero_grad()
        loss = self.loss(self.model(self.x), self.t)
        loss.backward()
        self.optimizer.step()
        return loss


def enter_training(request, parameters, x, t):
    output = request["layers"][-1]["Activation"]
    if output == "Softmax":
        loss, t = cross_entropy, t.argmax(dim=1)
    elif output == "Sigmoid":
        loss = F.binary_cross_entropy
    else:
        loss = half_squared_error
    optimizer = torch.optim.Adam if request["work"] == "AdamStep" else torch.optim.SGD

    def step(rate, is_scripted, foreach):
        model = network(request, parameters, True)
        arguments = {"foreach": True} if foreach else {}
        optimizing = optimizer(model.parameters(), lr=rate, **arguments)
        return Step(scripted(model, x) if is_scripted else model, torch.jit.script(loss) if is_scripted else loss, optimizing, x, t)

    compared = step(request["showingRate"], False, False)
    result = [compared().item() for _ in range(request["steps"])]
    return result, [step(request["residingRate"], is_scripted, foreach) for is_scripted, foreach in ((False, False), (True, False), (False, True))]


def enter_forward(request, parameters, x):
    model = network(request, parameters, False)
    model.eval()
    with torch.inference_mode():
        traced = torch.jit.freeze(torch.jit.trace(model, x))
        optimized = torch.jit.optimize_for_inference(torch.jit.freeze(torch.jit.trace(model, x)))
        result = model(x).flatten().tolist()
    return result, [lambda: model(x), lambda: traced(x), lambda: optimized(x)]


def run(work, calls):
    start = time.perf_counter_ns()
    for _ in range(calls):
        result = work()
    elapsed = time.perf_counter_ns() - start
    # Read, so that the results are needed.
    return elapsed if torch.isfinite(result).all() else float("nan")


def main():
    # What libraries print must not get between the answers.
    answers, sys.stdout = sys.stdout, sys.stderr
    gc.disable()
    works = []
    print(json.dumps({"version": torch.__version__}), file=answers, flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        if "calls" in request:
            # Neither gradients nor the bookkeeping for them.
            with torch.inference_mode(request["forward"]):
                answer = {"nanoseconds": run(works[request["variant"]], request["calls"])}
        else:
            numbers = torch.frombuffer(bytearray(open(request["path"], "rb").read()), dtype=torch.float32)
            rows, lengths, targets = request["rows"], request["input"], request["targets"]
            x = numbers[: rows * math.prod(lengths)].view(rows, *lengths).clone()
            numbers = numbers[x.numel():]
            t = numbers[: rows * targets].view(rows, targets).clone()
            parameters = numbers[t.numel():]
            result, works = enter_forward(request, parameters, x) if request["forward"] else enter_training(request, parameters, x, t)
            answer = {"result": result, "variants": len(works)}
        print(json.dumps(answer), file=answers, flush=True)


main()
