"""Records step sizes of torch.optim.lr_scheduler: python3 record_schedules.py > pytorch_schedules.json (Debian's python3-torch 1.13.1)."""

import json
import warnings

import torch
from torch.optim import lr_scheduler

warnings.simplefilter("ignore")
UPDATES, LR = 40, 0.01
CASES = {
    "StepLR": lambda o: lr_scheduler.StepLR(o, 7, 0.5),
    "MultiStepLR": lambda o: lr_scheduler.MultiStepLR(o, [5, 12, 30], 0.1),
    "ExponentialLR": lambda o: lr_scheduler.ExponentialLR(o, 0.93),
    "CosineAnnealingLR": lambda o: lr_scheduler.CosineAnnealingLR(o, 25, eta_min=0.001),
    "LinearLR": lambda o: lr_scheduler.LinearLR(o, 0.2, 0.9, 15),
    "SequentialLR": lambda o: lr_scheduler.SequentialLR(
        o, [lr_scheduler.LinearLR(o, 0.1, 1.0, 8), lr_scheduler.ExponentialLR(o, 0.9)], [8]
    ),
    "OneCycleLR": lambda o: lr_scheduler.OneCycleLR(o, LR, UPDATES, cycle_momentum=False),
}


def record(make):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=LR)
    scheduler, sizes = make(optimizer), []
    for _ in range(UPDATES):
        sizes.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return sizes


print("{")
print(f' "source": "torch.optim.lr_scheduler of PyTorch {torch.__version__}, Debian python3-torch 1.13.1, recorded by record_schedules.py", "licence": "figures only", "lr": {LR},')
print(' "cases": {')
print(",\n".join(f'  "{name}": {json.dumps(record(make))}' for name, make in CASES.items()))
print(" }\n}")
