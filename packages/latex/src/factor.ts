/** One factor: an operator with what it binds, or an atom with its scripts. */
import type { Cursor } from "./cursor.ts";
import { differentialAhead, readDifferential, readNabla, readPartial } from "./derivative.ts";
import { bigOperator, readBig } from "./operators.ts";
import { readPrimary } from "./primary.ts";
import { readScripts } from "./scripts.ts";
import { number, type Tree } from "./tree.ts";

const deepest = 250;

export function readFactor(c: Cursor): Tree {
  const { context } = c;
  if (++context.depth <= deepest) {
    const factor = shallow(c);
    context.depth--;
    return factor;
  }
  if (context.depth === deepest + 1) c.complain("nested too deeply", c.place(), "error", "depth");
  context.depth--;
  c.at = c.end;
  return number("0", c.place());
}

function shallow(c: Cursor): Tree {
  const from = c.at;
  if (c.isChar("-") || c.isChar("+")) {
    const minus = c.isChar("-");
    c.at++;
    const of = readFactor(c);
    return minus ? { kind: "minus", of, span: c.since(from) } : of;
  }
  if (c.isCommand("partial")) return readPartial(c);
  if (c.isCommand("nabla")) return readNabla(c);
  if (differentialOperator(c)) return readNabla(c, 4);
  if (bigOperator(c)) return readBig(c);
  if (differentialAhead(c)) return readDifferential(c);
  return readAtom(c);
}

/** `\mathsf{D} f(x)`, `\mathrm{D}_x f`. */
function differentialOperator(c: Cursor): boolean {
  const t = c.peek();
  if (t?.kind !== "command" || !/^(mathsf|mathrm|operatorname)$/.test(t.text) || c.peek(2)?.text !== "D" || c.peek(3)?.kind !== "close") return false;
  const behind = c.peek(4);
  if (c.context.known.declared.has("D") || (t.text === "mathrm" && behind?.text !== "_")) return false;
  return behind?.kind === "letter" || behind?.kind === "command" || behind?.text === "_";
}

/** An atom with its scripts. */
export function readAtom(c: Cursor): Tree {
  return readScripts(c, readPrimary(c));
}
