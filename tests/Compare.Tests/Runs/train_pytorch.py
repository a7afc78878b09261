"""Trains one of five models in PyTorch and records it: train_pytorch.py RECORDER_FOLDER MODEL float32|float64 UPDATES OUT"""

import sys

import torch
import torch.nn as nn
import torch.nn.functional as F

sys.path.insert(0, sys.argv[1])
from compare_record import Recorder  # noqa: E402

name, precision, updates, out = sys.argv[2], sys.argv[3], int(sys.argv[4]), sys.argv[5]
torch.set_num_threads(1)
torch.set_default_dtype(torch.float64 if precision == "float64" else torch.float32)
torch.manual_seed(1)
BATCH = 16


class Mlp(nn.Module):
    shape, classes = (20,), 5

    def __init__(self):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(20, 32), nn.Linear(32, 5)

    def forward(self, x):
        return self.fc2(torch.tanh(self.fc1(x)))


class LeNet(nn.Module):
    shape, classes = (1, 28, 28), 10

    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 6, 5, padding=2), nn.Conv2d(6, 16, 5)
        self.fc1, self.fc2, self.fc3 = nn.Linear(400, 120), nn.Linear(120, 84), nn.Linear(84, 10)

    def forward(self, x):
        x = F.max_pool2d(torch.relu(self.conv1(x)), 2)
        x = F.max_pool2d(torch.relu(self.conv2(x)), 2).flatten(1)
        return self.fc3(torch.relu(self.fc2(torch.relu(self.fc1(x)))))


class Lstm(nn.Module):
    shape, classes = (10, 8), 5

    def __init__(self):
        super().__init__()
        self.rnn, self.fc = nn.LSTM(8, 16, batch_first=True), nn.Linear(16, 5)

    def forward(self, x):
        return self.fc(self.rnn(x)[0].mean(1))


class Autoencoder(nn.Module):
    shape, classes = (64,), 0

    def __init__(self):
        super().__init__()
        self.encoder, self.decoder = nn.Linear(64, 16), nn.Linear(16, 64)

    def forward(self, x):
        return self.decoder(torch.tanh(self.encoder(x)))


class Block(nn.Module):
    shape, classes = (6, 16), 5

    def __init__(self):
        super().__init__()
        self.qkv, self.proj = nn.Linear(16, 48), nn.Linear(16, 16)
        self.ln1, self.ln2 = nn.LayerNorm(16), nn.LayerNorm(16)
        self.fc1, self.fc2, self.head = nn.Linear(16, 32), nn.Linear(32, 16), nn.Linear(16, 5)

    def forward(self, x):
        qkv = self.qkv(self.ln1(x)).view(-1, 6, 3, 2, 8).permute(2, 0, 3, 1, 4)
        q, k, v = qkv[0], qkv[1], qkv[2]
        weights = torch.softmax(q @ k.transpose(-2, -1) / 8**0.5, -1)
        x = x + self.proj((weights @ v).transpose(1, 2).reshape(-1, 6, 16))
        x = x + self.fc2(F.gelu(self.fc1(self.ln2(x))))
        return self.head(x.mean(1))


model = {"mlp": Mlp, "lenet": LeNet, "lstm": Lstm, "autoencoder": Autoencoder, "block": Block}[name]()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
record = Recorder(out)
record.watch(model, optimizer)
for t in range(updates):
    x = torch.rand(BATCH, *model.shape)
    optimizer.zero_grad()
    if model.classes == 0:
        loss = F.mse_loss(model(x), x)
    else:
        y = torch.randint(model.classes, (BATCH,))
        record.array("input/y", y)
        loss = F.cross_entropy(model(x), y)
    record.array("loss", loss)
    loss.backward()
    optimizer.step()
record.close()
