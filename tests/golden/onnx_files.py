#!/usr/bin/python3
"""Writes small networks of 3-4-2 units as PyTorch's TorchScript exporter writes them, and PyTorch's outputs.

usage: onnx_files.py OUTDIR
Needs Debian's python3-torch (1.13) and python3-onnx.
"""
import json, os, sys, warnings
import onnx, torch, torch.nn as nn, torch.nn.functional as F

class Step(nn.Module):
    def forward(self, z): return (z >= 0).float()

class Residual(nn.Module):
    def __init__(self): super().__init__(); self.a = nn.Linear(3, 3); self.b = nn.Linear(3, 2)
    def forward(self, x): return self.b(x + self.a(x))

class View(nn.Module):
    """Flattens as code from before nn.Flatten does: with the number of samples from the input's shape."""
    def forward(self, x): return x.view(x.size(0), -1)

class Standardize(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("mean", torch.tensor([0.5, -1.0, 2.0])); self.register_buffer("deviation", torch.tensor([2.0, 0.3, 1.5]))
    def forward(self, x): return (x - self.mean) / self.deviation

class Named(nn.Module):
    def __init__(self): super().__init__(); self.encoder = nn.Linear(3, 4); self.readout = nn.Linear(4, 2)
    def forward(self, x): return self.readout(F.relu(self.encoder(x)))

ACTIVATIONS = {
    "Linear": nn.Identity(), "Step": Step(), "Sigmoid": nn.Sigmoid(), "Tanh": nn.Tanh(), "ReLU": nn.ReLU(), "LeakyReLU": nn.LeakyReLU(), "ELU": nn.ELU(),
    "SELU": nn.SELU(), "GELU": nn.GELU(), "SiLU": nn.SiLU(), "Mish": nn.Mish(), "Softplus": nn.Softplus(), "Softsign": nn.Softsign(),
    "HardTanh": nn.Hardtanh(), "Softmax": nn.Softmax(-1)}

def mlp(*hidden, bias=True):
    return nn.Sequential(nn.Linear(3, 4, bias=bias), *hidden, nn.Linear(4, 2, bias=bias))

def norm(size):
    b = nn.BatchNorm1d(size)
    nn.init.normal_(b.weight); nn.init.normal_(b.bias); nn.init.normal_(b.running_mean); nn.init.uniform_(b.running_var, 0.5, 2)
    return b

def cases():
    for name, f in ACTIVATIONS.items():
        yield f"{name}", name, mlp(f), {}
        if name in ("Step", "LeakyReLU", "ELU", "HardTanh", "Softmax", "Sigmoid"):
            yield f"{name}-opset9", name, mlp(f), {"opset_version": 9}
    yield "opset11", "ReLU", mlp(nn.ReLU()), {"opset_version": 11}
    yield "opset17", "SiLU", mlp(nn.SiLU()), {"opset_version": 17}
    yield "norm", "ReLU", mlp(norm(4), nn.ReLU()), {"do_constant_folding": False, "training": torch.onnx.TrainingMode.PRESERVE}
    yield "norm-after", "Tanh", mlp(nn.Tanh(), norm(4)), {}
    yield "norm-before", "Tanh", nn.Sequential(norm(3), mlp(nn.Tanh())), {}
    yield "norm-last", "ReLU", nn.Sequential(mlp(nn.ReLU()), norm(2)), {"do_constant_folding": False, "training": torch.onnx.TrainingMode.PRESERVE}
    yield "dropout", "ReLU", mlp(nn.ReLU(), nn.Dropout(0.5)), {"training": torch.onnx.TrainingMode.PRESERVE}
    yield "flatten", "ReLU", nn.Sequential(nn.Flatten(), mlp(nn.ReLU())), {}
    yield "view", "ReLU", nn.Sequential(View(), mlp(nn.ReLU())), {"shape": (7, 3, 1)}
    yield "standardize", "ReLU", nn.Sequential(Standardize(), mlp(nn.ReLU())), {}
    yield "without-bias", "ReLU", mlp(nn.ReLU(), bias=False), {}
    yield "without-bias-unfolded", "ReLU", mlp(nn.ReLU(), bias=False), {"do_constant_folding": False}
    yield "initializers-as-inputs", "ReLU", mlp(nn.ReLU()), {"keep_initializers_as_inputs": True}
    yield "fixed-batch", "ReLU", mlp(nn.ReLU()), {"dynamic_axes": None}
    yield "one-sample", "ReLU", mlp(nn.ReLU()), {"dynamic_axes": None, "shape": (3,)}
    yield "functions", "ReLU", mlp(nn.ReLU()), {"export_modules_as_functions": True, "opset_version": 15}
    yield "functions-nested", "SiLU", nn.Sequential(mlp(nn.SiLU())), {"export_modules_as_functions": True, "opset_version": 15}
    yield "double", "Mish", mlp(nn.Mish()).double(), {}
    yield "named", "ReLU", Named(), {}
    # What cannot be expressed.
    yield "no-gelu-tanh", "", mlp(nn.GELU(approximate="tanh")), {}
    yield "no-leak", "", mlp(nn.LeakyReLU(0.2)), {}
    yield "no-elu", "", mlp(nn.ELU(0.5)), {}
    yield "no-relu6", "", mlp(nn.ReLU6()), {}
    yield "no-hardswish", "", mlp(nn.Hardswish()), {"opset_version": 14}
    yield "no-softmax-axis", "", mlp(nn.Softmax(0)), {}
    yield "no-layernorm", "", mlp(nn.LayerNorm(4)), {}
    yield "no-residual", "", Residual(), {}
    yield "no-dense", "", nn.Sequential(nn.Tanh(), mlp(nn.ReLU())), {}

def main(out):
    warnings.filterwarnings("ignore"); os.makedirs(out, exist_ok=True); results = []
    for seed, (name, activation, model, options) in enumerate(cases()):
        torch.manual_seed(seed)
        shape = options.pop("shape", (7, 3))
        for p in model.parameters(): nn.init.normal_(p)
        model = model.eval(); dtype = next(model.parameters()).dtype
        x = torch.randn(*shape, dtype=dtype)
        options = {"opset_version": 13, "dynamic_axes": {"x": {0: "batch"}, "y": {0: "batch"}}, **options}
        torch.onnx.export(model, x, f"{out}/{name}.onnx", input_names=["x"], output_names=["y"], **options)
        if activation:
            y = model(x)
            results.append({"name": name, "activation": activation, "inputs": x.reshape(-1, 3).tolist(), "outputs": y.reshape(-1, 2).tolist()})
    m = onnx.load(f"{out}/ReLU.onnx")
    onnx.save_model(m, f"{out}/external.onnx", save_as_external_data=True, location="external.bin", size_threshold=0)
    results.append({**next(r for r in results if r["name"] == "ReLU"), "name": "external"})
    with open(f"{out}/outputs.json", "w") as f: json.dump(results, f, separators=(",", ":"))

main(sys.argv[1])
