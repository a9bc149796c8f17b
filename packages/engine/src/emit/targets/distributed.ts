import type { Dimension } from "../../expression/dimension.ts";
import type { Node } from "../node.ts";
import type { CodeOperation } from "../operation.ts";
import type { Plan } from "../plan.ts";
import { isEntrywise } from "../schedule.ts";
import { levels, type Spelling, type Spellings, Unspelled } from "../write.ts";
import { type PythonLibrary, samplesOf } from "./python.ts";

/**
 * PyTorch on several processes, each with its part of the samples: what is summed over the samples is added up by all-reduce, so that every
 * process has the whole result, as DistributedDataParallel adds up gradients. An operation that mixes samples in another way is refused by its name.
 */

/** The dimensions that an operation sums over, or takes the greatest of. */
const sums: Partial<Record<CodeOperation, (n: Node) => readonly Dimension[]>> = {
  sum: (n) => sidesOf(n.args[0] as Node),
  mean: (n) => sidesOf(n.args[0] as Node),
  norm: (n) => sidesOf(n.args[0] as Node),
  greatest: (n) => sidesOf(n.args[0] as Node),
  softmax: (n) => sidesOf(n.args[0] as Node),
  norm1: (n) => sidesOf(n.args[0] as Node),
  dot: (n) => sidesOf(n.args[0] as Node),
  inner: (n) => sidesOf(n.args[0] as Node),
  matvec: (n) => [(n.args[0] as Node).cols],
  matmul: (n) => [(n.args[0] as Node).cols],
  gram: (n) => [(n.args[0] as Node).rows],
  rowsum: (n) => [(n.args[0] as Node).cols],
  colsum: (n) => [(n.args[0] as Node).rows],
};

/** Operations that take each sample by itself where these dimensions are none of samples. */
const apart: Partial<Record<CodeOperation, (n: Node) => readonly Dimension[]>> = {
  ...Object.fromEntries(
    "argument shiftrows shiftcols scalerows scalecols outer transpose ascolumn asrow repeatcols repeatrows fill".split(" ").map((op) => [op, () => []]),
  ),
  columnat: (n) => [(n.args[0] as Node).cols],
  rowat: (n) => [(n.args[0] as Node).rows],
  greatestcols: (n) => [(n.args[0] as Node).rows],
  logsumexpcols: (n) => [(n.args[0] as Node).rows],
  softmaxcols: (n) => [(n.args[0] as Node).rows],
  ...Object.fromEntries(
    "solve cholsolve lusolve lusolvetransposed solvelower solveupper".split(" ").map((op) => [op, (n: Node) => [...sidesOf(n.args[0] as Node), n.rows]]),
  ),
};

const sidesOf = (n: Node): readonly Dimension[] => [n.rows, n.cols];

/** How a sum over all processes is written where it is more than the sum of those of the parts. */
const composed: Partial<Record<CodeOperation, (x: string, like: string) => string>> = {
  mean: (x, like) => `_all_reduce(torch.sum(${x})) / _count(${like}, ${x}.numel())`,
  greatest: (x) => `_all_reduce(${x}.max(), distributed.ReduceOp.MAX)`,
  softmax: (x) => `_softmax(${x})`,
  norm: (x) => `torch.sqrt(_all_reduce(torch.sum(${x} ** 2)))`,
};

function spelled(op: CodeOperation, plain: Spelling | null, samples: string): Spelling | null {
  const over = (d: Dimension) => d.names.includes(samples);
  if (op === "dimension")
    return (w, n) => {
      const d = n.dims[0] as Dimension;
      if (over(d) && d.text !== samples) throw new Unspelled(`${d.text}, which is made of the number of samples`);
      return over(d) ? { text: `_count(${w.like}, ${w.size(d).text})`, level: levels.atom } : w.size(d);
    };
  if (!plain) return plain;
  return (w, n) => {
    const values = [n, ...n.args];
    if (op === "loop" || op === "integral") {
      if (n.args.slice(0, 2).some((a) => a.dims.some(over))) throw new Unspelled("a loop over the samples");
      return plain(w, n);
    }
    if (!values.some((v) => sidesOf(v).some(over))) return plain(w, n);
    if (values.some((v) => sidesOf(v).every(over) || sidesOf(v).some((d) => over(d) && d.text !== samples)))
      throw new Unspelled(`${op} of samples with samples`);
    const summed = sums[op]?.(n);
    if (summed?.some(over)) {
      const whole = composed[op];
      if (whole) return { text: whole(w.arg(n, 0), w.like), level: op === "mean" ? levels.product : levels.atom };
      return { text: `_all_reduce(${plain(w, n).text})`, level: levels.atom };
    }
    const mixed = summed ?? apart[op]?.(n) ?? (isEntrywise(n) ? [] : undefined);
    if (!mixed || mixed.some(over)) throw new Unspelled(`${op} over the samples, which are partitioned`);
    return plain(w, n);
  };
}

/** The library for the plan on several processes. Throws `Unspelled` where there is nothing to be partitioned, or a self-test is asked for. */
export function distributedOver(library: PythonLibrary, plan: Plan): PythonLibrary {
  const samples = samplesOf(plan);
  if (samples === undefined) throw new Unspelled("what has no dimension of samples, on several processes");
  if (plan.trial) throw new Unspelled("a self-test on several processes");
  const entries = Object.entries(library.spellings) as [CodeOperation, Spelling | null][];
  return {
    ...library,
    spellings: Object.fromEntries(entries.map(([op, plain]) => [op, spelled(op, plain, samples)])) as Spellings,
    imports: { ...library.imports, distributed: "from torch import distributed" },
    helpers: {
      _count: `def _count(like, n):
    """The sum of a count over all processes."""
    counts = torch.tensor(n, device=like.device)
    distributed.all_reduce(counts)
    return int(counts)`,
      _all_reduce: `def _all_reduce(x, op=distributed.ReduceOp.SUM):
    """The sum over all processes of the group, in the place of x."""
    distributed.all_reduce(x, op)
    return x`,
      _softmax: `def _softmax(x):
    """The softmax of all entries, those of the other processes too."""
    e = torch.exp(x - _all_reduce(x.max(), distributed.ReduceOp.MAX))
    return e / _all_reduce(e.sum())`,
      ...library.helpers,
    },
    partitioned: "(each process has its own part), the other arguments the same on all.",
  };
}
