"""Runs the jobs of bench/compare in PyTorch on one thread. Reads one request in JSON a line, writes one answer a line."""

import gc
import json
import sys
import time

import torch
import torch.nn.functional as F

torch.set_num_threads(1)

ACTIVATIONS = {"Linear": torch.nn.Identity, "ReLU": torch.nn.ReLU, "Sigmoid": torch.nn.Sigmoid, "Tanh": torch.nn.Tanh}


def half_squared_error(y, t):
    return 0.5 * (y - t).square().sum() / y.shape[0]


def cross_entropy(z, t):
    return F.cross_entropy(z, t)


def network(sizes, hidden, output, parameters):
    """The layers; a softmax is left to the loss, or added behind, as is usual."""
    modules = []
    for i, (inputs, units) in enumerate(zip(sizes, sizes[1:])):
        linear = torch.nn.Linear(inputs, units)
        with torch.no_grad():
            for tensor in (linear.weight, linear.bias):
                tensor.copy_(parameters[: tensor.numel()].view_as(tensor))
                parameters = parameters[tensor.numel():]
        modules.append(linear)
        activation = hidden if i < len(sizes) - 2 else output
        if activation not in ("Linear", "Softmax"):
            modules.append(ACTIVATIONS[activation]())
    return torch.nn.Sequential(*modules)


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
    if request["output"] == "Softmax":
        loss, t = cross_entropy, t.argmax(dim=1)
    elif request["output"] == "Sigmoid":
        loss = F.binary_cross_entropy
    else:
        loss = half_squared_error
    optimizer = torch.optim.Adam if request["work"] == "AdamStep" else torch.optim.SGD

    def step(rate, scripted, foreach):
        model = network(request["sizes"], request["hidden"], request["output"], parameters)
        arguments = {"foreach": True} if foreach else {}
        optimizing = optimizer(model.parameters(), lr=rate, **arguments)
        return Step(torch.jit.script(model) if scripted else model, torch.jit.script(loss) if scripted else loss, optimizing, x, t)

    compared = step(request["showingRate"], False, False)
    result = [compared().item() for _ in range(request["steps"])]
    return result, [step(request["residingRate"], scripted, foreach) for scripted, foreach in ((False, False), (True, False), (False, True))]


def enter_forward(request, parameters, x):
    model = network(request["sizes"], request["hidden"], request["output"], parameters)
    if request["output"] == "Softmax":
        model.append(torch.nn.Softmax(dim=1))
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
            sizes, rows = request["sizes"], request["rows"]
            x = numbers[: rows * sizes[0]].view(rows, sizes[0]).clone()
            numbers = numbers[x.numel():]
            t = numbers[: rows * sizes[-1]].view(rows, sizes[-1]).clone()
            parameters = numbers[t.numel():]
            result, works = enter_forward(request, parameters, x) if request["forward"] else enter_training(request, parameters, x, t)
            answer = {"result": result, "variants": len(works)}
        print(json.dumps(answer), file=answers, flush=True)


main()
