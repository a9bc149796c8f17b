import type { Expression } from "../expression/node.ts";
import type { UnknownFunction } from "../expression/operation.ts";
import { isAtParameters, isPrimed } from "../operations/unknown.ts";
import { nameLatex } from "./names.ts";
import { call, fraction, level, type Piece, signed } from "./piece.ts";

/** An unknown function or its derivative: `u\left(x\right)`, `\sigma'\left(Z\right)`, a fraction of partials, with its point where that is not its own parameters. */
export function functionLatex(u: UnknownFunction, args: readonly Expression[], printed: (e: Expression) => Piece): Piece {
  const name = nameLatex(u.name);
  const list = args.map((a) => signed(printed(a)));
  if (!u.by.length || isPrimed(u, args)) return call(`${name}${"'".repeat(u.by.length)}`, list);
  const order = u.by.length === 1 ? "" : `^{${u.by.length}}`;
  const below = [...new Set(u.by)].map((k) => {
    const times = u.by.filter((i) => i === k).length;
    return `\\partial ${nameLatex(u.parameters[k] as string)}${times > 1 ? `^{${times}}` : ""}`;
  });
  const piece = fraction({ text: `\\partial${order} ${name}`, level: level.product }, { text: below.join(" \\, "), level: level.product });
  return isAtParameters(u, args) ? piece : { ...call(piece.text, list), level: level.scripted };
}
