"""processes.py CASES.json: runs emitted PyTorch code on two processes, each with its part of the samples, beside the code for one process.

CASES.json: a list of {distributed, whole, calls: [{name, args, samples}]}, the args as lists; `samples` holds for each argument the side that is partitioned, or null.
Prints for each case the results of all processes and those of one. Nothing listens but on the loopback.
"""
import faulthandler
import json
import os
import sys
import tempfile

import torch
from torch import distributed, multiprocessing

processes = 2


def tensor(v):
    return torch.tensor(v, dtype=torch.float64) if isinstance(v, list) else v


def part(v, side, rank):
    """Unequal parts: a third, and the rest."""
    if side is None:
        return v
    n = v.shape[side]
    cut = max(1, n // 3)
    return v.narrow(side, 0, cut) if rank == 0 else v.narrow(side, cut, n - cut)


def results(code, calls, parted):
    names = {"__name__": "emitted"}
    exec(compile(code, "emitted", "exec"), names)
    out = []
    for call in calls:
        r = names[call["name"]](*[parted(tensor(v), side) for v, side in zip(call["args"], call["samples"])])
        out.append([torch.as_tensor(x).tolist() for x in (r if isinstance(r, tuple) else (r,))])
    return out


def work(rank, cases, folder):
    distributed.init_process_group("gloo", init_method=f"file://{folder}/store", rank=rank, world_size=processes)
    out = [results(c["distributed"], c["calls"], lambda v, side: part(v, side, rank)) for c in cases]
    with open(f"{folder}/{rank}.json", "w") as f:
        json.dump(out, f)
    distributed.destroy_process_group()


def main():
    faulthandler.dump_traceback_later(100, exit=True)
    os.environ["GLOO_SOCKET_IFNAME"] = "lo"
    torch.set_num_threads(1)
    with open(sys.argv[1]) as f:
        cases = json.load(f)
    with tempfile.TemporaryDirectory() as folder:
        multiprocessing.spawn(work, args=(cases, folder), nprocs=processes)
        parts = [json.load(open(f"{folder}/{rank}.json")) for rank in range(processes)]
    one = [results(c["whole"], c["calls"], lambda v, side: v) for c in cases]
    print(json.dumps([dict(processes=[p[k] for p in parts], one=one[k]) for k in range(len(cases))]))


if __name__ == "__main__":
    main()
