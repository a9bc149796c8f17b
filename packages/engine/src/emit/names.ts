import { nodesBelow } from "./node.ts";
import type { Argument, CodeFunction } from "./plan.ts";

const greek: Readonly<Record<string, string>> = Object.fromEntries(
  "αalpha βbeta γgamma δdelta εepsilon ζzeta ηeta θtheta ιiota κkappa λlambda μmu νnu ξxi πpi ρrho σsigma ςsigma τtau υupsilon φphi χchi ψpsi ωomega ΓGamma ΔDelta ΘTheta ΛLambda ΞXi ΠPi ΣSigma ΦPhi ΨPsi ΩOmega"
    .split(" ")
    .map((t) => [t[0] as string, t.slice(1)]),
);

/** A name in ASCII letters: Greek letters by their names, other letters by number. */
function ascii(name: string): string {
  const text = [...name].map((c) => (/[A-Za-z0-9_]/.test(c) ? c : (greek[c] ?? `u${c.codePointAt(0)?.toString(16)}`))).join("");
  return /^[A-Za-z]/.test(text) ? text : `v${text}`;
}

/** Identifiers for the arguments and the dimensions that code may name, apart from the words taken. */
export function identifiersFor(args: readonly Argument[], f: CodeFunction, taken: ReadonlySet<string>): Map<string, string> {
  const used = new Set(taken);
  const out = new Map<string, string>();
  const give = (name: string) => {
    if (out.has(name)) return;
    let id = ascii(name);
    while (used.has(id)) id += "_";
    used.add(id);
    out.set(name, id);
  };
  for (const a of args) give(a.name);
  for (const a of args) for (const d of [a.variable.rows, a.variable.cols]) for (const n of d.names) give(n);
  for (const n of nodesBelow(...f.results.map((r) => r.node))) for (const d of [n.rows, n.cols, ...n.dims]) for (const name of d.names) give(name);
  return out;
}
