import { type Expression, isScalar } from "../expression/node.ts";

let costs = new Map<number, number>();
export function forgetCosts(): void {
  costs = new Map();
}

/** What a reader sees: names, numbers and operations of the printed form. */
export function cost(e: Expression): number {
  let c = costs.get(e.id);
  if (c === undefined) costs.set(e.id, (c = measure(e)));
  return c;
}

function measure(e: Expression): number {
  if (e.kind === "variable") return 1;
  if (e.kind === "constant") return e.value.d === 1n ? 1 : 3;
  const name = e.operation.name;
  let total = 0;
  if (name === "add") {
    for (const a of e.args) {
      const spread = a.kind === "apply" && (a.operation.name === "ones" || (a.operation.name === "product" && isOnes(a.args[a.args.length - 1] as Expression)));
      if (a.kind === "apply" && a.operation.name === "product" && a.args[0]?.kind === "constant" && a.args[0].value.equals(-1)) total--;
      total += spread ? (a.kind === "apply" && a.operation.name === "ones" ? 1 : cost(a) - 3) : cost(a);
    }
    return total + e.args.length - 1;
  }
  if (name === "product") {
    for (const a of e.args) total += a.kind === "constant" && a.value.d !== 1n && a.value.n === 1n ? 1 : cost(a);
    const first = e.args[0] as Expression;
    return (
      total +
      e.args.length -
      1 -
      (first.kind === "constant" && first.value.equals(-1) ? 1 : 0) -
      e.args.filter((a) => isInversePower(a) && isScalar(a)).length * 2 +
      (e.args.every((a) => isInversePower(a)) ? 2 : 0)
    );
  }
  if (name === "hadamard") {
    for (const a of e.args) total += cost(a);
    return total + e.args.length - 1 - e.args.filter(isInversePower).length * 2;
  }
  for (const a of e.args) total += cost(a);
  for (const d of e.dimensions) total += d.text === "1" ? 0 : d.text.split(/[-+*^]/).length * 2 - 1;
  return total + (name === "dimension" || name === "pi" ? 0 : 1);
}

function isInversePower(a: Expression): boolean {
  return (
    a.kind === "apply" && (a.operation.name === "power" || a.operation.name === "entrypower") && a.args[1]?.kind === "constant" && a.args[1].value.equals(-1)
  );
}
function isOnes(a: Expression): boolean {
  return a.kind === "apply" && a.operation.name === "ones";
}
