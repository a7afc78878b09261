"""The original: a small classifier in PyTorch, recorded in two lines. Usage: train.py OUT"""

import sys

import torch
import torch.nn as nn
import torch.nn.functional as F

from compare_record import Recorder  # compare record --python > compare_record.py

torch.manual_seed(0)
x, y = torch.rand(32, 10), torch.randint(3, (32,))
model = nn.Sequential(nn.Linear(10, 16), nn.GELU(), nn.Linear(16, 3))
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2, weight_decay=0.1)

record = Recorder(sys.argv[1])
record.watch(model, optimizer)
for _ in range(30):
    record.array("input/y", y)
    loss = F.cross_entropy(model(x), y)
    record.array("loss", loss)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
record.close()
