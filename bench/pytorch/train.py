"""The training step of bench/train.ts in PyTorch, on SHAPE's threads. First a line on PyTorch itself; then, for each line {"case", "steps"}, one {"ms": [...]}."""

import json
import sys
import time

import torch

SHAPE = json.loads(sys.argv[1])
B, T, H, V, S = (SHAPE[name] for name in ("batch", "steps", "hidden", "contents", "negatives"))
BLOCKS, HEADS = SHAPE["blocks"], SHAPE["heads"]

torch.set_num_threads(SHAPE["threads"])
# CPU time is disturbed least by other work, but says nothing of several threads.
clock = time.process_time if SHAPE["threads"] == 1 else time.perf_counter
torch.manual_seed(1)


class Recurrent(torch.nn.Module):
    def __init__(self, cell):
        super().__init__()
        self.cell = cell(H, H)

    def forward(self, x):
        return self.cell(x)[0]


class Transformer(torch.nn.Module):
    """Normalised first, feed-forward as wide as the states, rectified: as ours is."""

    def __init__(self):
        super().__init__()
        self.positions = torch.nn.Parameter(0.1 * torch.randn(T, H))
        layer = torch.nn.TransformerEncoderLayer(H, HEADS, H, dropout=0, norm_first=True)
        self.blocks = torch.nn.TransformerEncoder(layer, BLOCKS, torch.nn.LayerNorm(H))
        self.mask = torch.nn.Transformer.generate_square_subsequent_mask(T)

    def forward(self, x):
        return self.blocks(x * H**0.5 + self.positions[:, None], self.mask)


class Model(torch.nn.Module):
    def __init__(self, body):
        super().__init__()
        self.contents = torch.nn.Embedding(V, H)
        self.bias = torch.nn.Parameter(torch.zeros(V))
        self.body = body


def sampled(model, states, targets):
    draws = torch.randint(V, (S,))
    expected = torch.full((S,), S / V).log()
    table = model.contents.weight
    own = (states * table[targets]).sum(-1, keepdim=True) + model.bias[targets][:, None]
    scores = torch.addmm(model.bias[draws] - expected, states, table[draws].t())
    scores = scores.masked_fill(draws[None, :] == targets[:, None], -1e30)
    answer = torch.full((len(targets),), S, dtype=torch.long)
    return torch.nn.functional.cross_entropy(torch.cat([scores, own], 1), answer)


def full(model, states, targets):
    scores = torch.addmm(model.bias, states, model.contents.weight.t())
    return torch.nn.functional.cross_entropy(scores, targets)


BODIES = {"gru": lambda: Recurrent(torch.nn.GRU), "lstm": lambda: Recurrent(torch.nn.LSTM), "transformer": Transformer}
LOSSES = {"Sampled": sampled, "Full": full}
CASES = {}
for name in SHAPE["cases"]:
    body, loss = next((body, loss) for body in BODIES for loss in LOSSES if name == body + loss)
    model = Model(BODIES[body]())
    CASES[name] = (model, torch.optim.Adam(model.parameters(), lr=0.003), LOSSES[loss])


def blas():
    """The library that PyTorch multiplies with, and how fast: the reference BLAS is ten times slower than OpenBLAS."""
    with open("/proc/self/maps") as maps:
        names = {line.split("/")[-1].strip() for line in maps if "blas" in line or "mkl_core" in line}
    a = torch.randn(1024, 1024)
    a @ a
    start = time.perf_counter()
    for _ in range(3):
        a @ a
    return {"libraries": sorted(names), "gflops": 3 * 2 * 1.024**3 / (time.perf_counter() - start)}


inputs = torch.randint(V, (T, B))
targets = torch.randint(V, (T * B,))

print(json.dumps({"torch": torch.__version__, "blas": blas()}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    model, optimizer, loss = CASES[request["case"]]
    times = []
    for _ in range(request["steps"]):
        start = clock()
        optimizer.zero_grad()
        states = model.body(model.contents(inputs))
        value = loss(model, states.reshape(T * B, H), targets)
        value.backward()
        # The same clipping as in our step.
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5)
        optimizer.step()
        times.append(1000 * (clock() - start))
    print(json.dumps({"ms": times}), flush=True)
