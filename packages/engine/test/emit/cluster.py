"""cluster.py CODE.py: runs emitted code on three processes of this machine, kills one of them in the midst of it, and prints what came out as JSON.

The blocks of rows are made by the workers, so that what is lost can be made again. Nothing listens but on the loopback.
"""
import faulthandler
import json
import os
import pathlib
import signal
import sys
import tempfile
import threading
import time
import uuid

import dask
import dask.array as da
import numpy as np
from distributed import Client, LocalCluster

rows, columns, blocks = 30, 4, 12


def block(seed, width, log):
    """The rows of one block, slowly. Leaves word of who made it, which the test counts."""
    pid = os.getpid()
    time.sleep(0.15)
    values = np.random.default_rng(seed).standard_normal((rows, width))
    (pathlib.Path(log) / f"{seed}-{width}-{pid}-{uuid.uuid4().hex}").touch()
    return values


def partitioned(width, log):
    """Blocks of rows one below another; with width 0 a vector."""
    made = [dask.delayed(block, pure=False)(seed, max(width, 1), log) for seed in range(blocks)]
    parts = [da.from_delayed(d, (rows, max(width, 1)), dtype=float) for d in made]
    whole = da.concatenate(parts, axis=0)
    return whole if width else whole[:, 0]


def kill_one(log, killed):
    """Kills the first worker that has made two blocks, and notes how many were made by then."""
    while not killed:
        by = [name.name.split("-")[2] for name in pathlib.Path(log).iterdir()]
        busy = [pid for pid in by if by.count(pid) >= 2]
        if busy:
            killed.append(len(by))
            os.kill(int(busy[0]), signal.SIGKILL)
        time.sleep(0.02)


def main():
    faulthandler.dump_traceback_later(100, exit=True)
    emitted = {"__name__": "emitted"}
    exec(compile(open(sys.argv[1]).read(), sys.argv[1], "exec"), emitted)
    w = np.linspace(-1, 1, columns)
    with tempfile.TemporaryDirectory() as log, tempfile.TemporaryDirectory() as space:
        whole = [np.concatenate([np.random.default_rng(s).standard_normal((rows, k)) for s in range(blocks)]) for k in (columns, 1)]
        X, y = whole[0], whole[1][:, 0]
        with LocalCluster(3, processes=True, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, local_directory=space) as cluster, Client(cluster):
            killed = []
            killer = threading.Thread(target=kill_one, args=(log, killed), daemon=True)
            killer.start()
            value, gradient = emitted["value_and_gradient"](w, partitioned(columns, log), partitioned(0, log))
            hessian = emitted["hessian"](w, partitioned(columns, log), partitioned(0, log))
    by_numpy = [*emitted["value_and_gradient"](w, X, y), emitted["hessian"](w, X, y)]
    print(json.dumps(dict(killed=killed, blocks=4 * blocks, got=[np.asarray(v).tolist() for v in (value, gradient, hessian)], want=[np.asarray(v).tolist() for v in by_numpy])))


if __name__ == "__main__":
    main()
