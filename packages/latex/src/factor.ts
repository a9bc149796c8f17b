/** One factor: an operator with what it binds, or an atom with its scripts. */
import type { Cursor } from "./cursor.ts";
import { differentialAhead, readDifferential, readNabla, readPartial } from "./derivative.ts";
import { bigOperator, readBig } from "./operators.ts";
import { readPrimary } from "./primary.ts";
import { readScripts } from "./scripts.ts";
import type { Tree } from "./tree.ts";

export function readFactor(c: Cursor): Tree {
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
