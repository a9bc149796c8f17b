"""precision.py CASES.json: runs emitted PyTorch code on 32-bit tensors and on tensors of a device without memory; prints the types and devices of all results."""
import json
import sys

import torch

seen = set()
for case in json.load(open(sys.argv[1])):
    names = {"__name__": "emitted"}
    exec(compile(case["code"], "emitted", "exec"), names)
    for call in case["calls"]:
        for device in ("cpu", "meta"):
            args = [torch.tensor(a, dtype=torch.float32, device=device) if isinstance(a, list) else a for a in call["args"]]
            for result in names[call["name"]](*args):
                seen.add(f"{device}: {result.device.type}, {result.dtype}")
print(json.dumps(sorted(seen)))
