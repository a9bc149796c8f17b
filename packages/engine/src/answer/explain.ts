import type { DeriveAnswer, DeriveRequest, NetworkTerm, Shape, Span } from "../contract.ts";
import { one } from "../expression/dimension.ts";
import { type Expression, namesOf, variable } from "../expression/node.ts";
import { elaborate } from "../language/elaborate.ts";
import { print } from "../language/print.ts";
import { diagramOf } from "../network/diagram.ts";
import { Misaligned } from "../network/lower.ts";
import { build, normalize } from "../normal/build.ts";
import type { Settled } from "./settle.ts";

/** What `explain` asks to see beside the answer, but for the check. */
export function explain(request: DeriveRequest, settled: Settled, wrt: string, answer: Expression): Pick<DeriveAnswer, "shapes" | "network"> {
  const asked = request.explain ?? [];
  return {
    ...(asked.includes("shapes") && { shapes: shapesOf(request, settled) }),
    ...(asked.includes("network") && network(settled.expression, answer, wrt)),
  };
}

/** The shape of each part of the expression as typed. */
function shapesOf(request: DeriveRequest, settled: Settled): { span: Span; shape: Shape }[] {
  const shapes: { span: Span; shape: Shape }[] = [];
  elaborate({
    expression: request.expression,
    declare: settled.declared,
    ...(request.define !== undefined && { define: request.define }),
    seen: (span, rows, cols) => shapes.push({ span, shape: [rows.text, cols.text] }),
  });
  return shapes;
}

/** Both networks; nothing where sizes of Kronecker factors do not line up. */
function network(f: Expression, answer: Expression, wrt: string): Pick<DeriveAnswer, "network"> {
  try {
    return { network: { of: termsOf(normalize(f), wrt), derivative: termsOf(answer, wrt) } };
  } catch (e) {
    if (e instanceof Misaligned) return {};
    throw e;
  }
}

function termsOf(e: Expression, wrt: string): NetworkTerm[] {
  const none = variable("", one, one);
  return diagramOf(e, none).map(({ scalars, nodes, indices }) => ({
    coefficient: print(build("product", scalars)),
    nodes: nodes.map(({ node, rows, cols }) => {
      const role = node.kind === "variable" && node.name === wrt ? "is" : namesOf(node).has(wrt) ? "in" : undefined;
      return { label: print(node), rows, cols, ...(role && { variable: role as "is" | "in" }) };
    }),
    indices,
  }));
}
