import { type Expression, isScalar } from "../expression/node.ts";
import type { UnknownFunction } from "../expression/operation.ts";
import { nameLatex } from "./names.ts";
import { call, fraction, level, type Piece, signed } from "./piece.ts";

/** An unknown function or its derivative: `u\left(x\right)`, `\sigma'\left(Z\right)`, a fraction of partials, with its point where that is not its own parameters. */
export function functionLatex(u: UnknownFunction, args: readonly Expression[], printed: (e: Expression) => Piece): Piece {
  const name = nameLatex(u.name);
  const list = args.map((a) => signed(printed(a)));
  const own = args.every((a, k) => a.kind === "variable" && a.name === u.parameters[k]);
  if (!u.by.length) return call(name, list);
  const primes = u.elementwise || (u.by.length > 1 && !own && args.length === 1 && isScalar(args[0] as Expression));
  if (primes) return call(`${name}${"'".repeat(u.by.length)}`, list);
  const order = u.by.length === 1 ? "" : `^{${u.by.length}}`;
  const below = [...new Set(u.by)].map((k) => {
    const times = u.by.filter((i) => i === k).length;
    return `\\partial ${nameLatex(u.parameters[k] as string)}${times > 1 ? `^{${times}}` : ""}`;
  });
  const piece = fraction({ text: `\\partial${order} ${name}`, level: level.product }, { text: below.join(" \\, "), level: level.product });
  return own ? piece : { ...call(piece.text, list), level: level.scripted };
}
