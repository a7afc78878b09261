"""Records steps of torch.optim in float64: python3 record_pytorch.py > pytorch_optimizer_steps.json (Debian's python3-torch 1.13.1)."""

import json
import random

import torch

ELEMENTS, UPDATES = 4, 20
CASES = [
    ("SGD", {"lr": 0.1, "momentum": 0.9, "nesterov": True, "weight_decay": 0.01}),
    ("SGD", {"lr": 0.1, "momentum": 0.8, "dampening": 0.3}),
    ("RMSprop", {"lr": 0.01}),
    ("RMSprop", {"lr": 0.01, "centered": True, "momentum": 0.9, "weight_decay": 0.01}),
    ("Adagrad", {"lr": 0.01, "lr_decay": 0.1, "initial_accumulator_value": 0.1}),
    ("Adam", {"lr": 0.001, "weight_decay": 0.01}),
    ("Adam", {"lr": 0.001, "amsgrad": True}),
    ("AdamW", {"lr": 0.001, "weight_decay": 0.1}),
    ("NAdam", {}),
    ("NAdam", {"lr": 0.01, "betas": (0.8, 0.99), "momentum_decay": 0.1, "weight_decay": 0.01}),
    ("Adadelta", {}),
    ("Adadelta", {"lr": 0.5, "rho": 0.8, "eps": 1e-4, "weight_decay": 0.01}),
    ("Adamax", {}),
    ("Adamax", {"lr": 0.01, "betas": (0.8, 0.99), "eps": 1e-3, "weight_decay": 0.01}),
    ("RAdam", {}),
    ("RAdam", {"lr": 0.01, "betas": (0.8, 0.99), "eps": 1e-3, "weight_decay": 0.01}),
    ("RAdam", {"betas": (0.9, 0.6)}),
]


def record(name, options):
    draw = random.Random(len(name) + len(options))
    theta = torch.tensor([draw.uniform(-1, 1) for _ in range(ELEMENTS)], dtype=torch.float64, requires_grad=True)
    optimizer = getattr(torch.optim, name)([theta], **options)
    start, gradients, steps = theta.tolist(), [], []
    for _ in range(UPDATES):
        theta.grad = torch.tensor([draw.uniform(-1, 1) * 10.0**-i for i in range(ELEMENTS)], dtype=torch.float64)
        gradients.append(theta.grad.tolist())
        optimizer.step()
        steps.append(theta.tolist())
    return {"optimizer": name, "options": options, "x0": start, "gradients": gradients, "expected": steps}


print("{")
print(f' "source": "torch.optim of PyTorch {torch.__version__}, Debian python3-torch 1.13.1, recorded by record_pytorch.py", "licence": "figures only",')
print(' "cases": [')
print(",\n".join("  " + json.dumps(record(name, options)) for name, options in CASES))
print(" ]\n}")
