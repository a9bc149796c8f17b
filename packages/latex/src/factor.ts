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
  if (bigOperator(c)) return readBig(c);
  if (differentialAhead(c)) return readDifferential(c);
  return readAtom(c);
}

/** An atom with its scripts. */
export function readAtom(c: Cursor): Tree {
  return readScripts(c, readPrimary(c));
}
