import { type Case, isMixed, prune, wrtNames } from "./cases.ts";
import { call, countOf, isScalarShape, named, namesIn, number, replaced, sameShape, subterms, type Term } from "./term.ts";

/** Everything one step smaller than a case, the greatest steps first. */
function* smaller(c: Case): Generator<Case> {
  const wrt = wrtNames(c);
  // definitions put in
  for (const d of c.definitions)
    if (!wrt.includes(d.name)) {
      const put = (t: Term): Term =>
        t.kind === "name" && t.name === d.name ? d.term : t.kind === "call" ? call(t.operation, t.shape, t.args.map(put), t.dimensions) : t;
      yield { ...c, term: put(c.term), definitions: c.definitions.filter((e) => e !== d).map((e) => ({ ...e, term: put(e.term) })) };
    }
  for (const t of [...subterms(c.term)].sort((a, b) => countOf(a) - countOf(b)))
    if (
      t !== c.term &&
      (c.order === 1 || isScalarShape(t.shape) || isScalarShape(c.term.shape) === isScalarShape(t.shape)) &&
      wrt.every((n) => namesIn(t).has(n) || !namesIn(c.term).has(n))
    )
      yield { ...c, term: t };
  if (c.form !== "matrix" && c.form !== "hvp") yield { ...c, form: "matrix" };
  if (c.form === "hvp") yield { ...c, form: "matrix" };
  if (c.layout !== "mixed") yield { ...c, layout: "mixed" };
  if (c.order === 2 && !isMixed(c)) yield { ...c, order: 1, form: c.form === "hvp" ? "jvp" : c.form };
  if (c.manner.brackets || c.manner.spellings) yield { ...c, manner: { brackets: 0, spellings: 0 } };
  for (const k of c.conditions) yield { ...c, conditions: c.conditions.filter((x) => x !== k) };
  for (const [n, v] of c.variables)
    for (const p of v.properties) yield { ...c, variables: new Map(c.variables).set(n, { ...v, properties: v.properties.filter((x) => x !== p) }) };
  for (const t of new Set(subterms(c.term))) {
    if (t.kind !== "call") continue;
    for (const s of new Set(subterms(t))) if (s !== t && sameShape(s.shape, t.shape)) yield { ...c, term: replaced(c.term, t, s) };
    for (const [n, v] of c.variables) if (sameShape(v.shape, t.shape)) yield { ...c, term: replaced(c.term, t, named(n, t.shape)) };
    if (isScalarShape(t.shape)) yield { ...c, term: replaced(c.term, t, number("2")) };
    else if (t.shape[0] === t.shape[1] && t.operation !== "identity" && t.operation !== "ones")
      yield { ...c, term: replaced(c.term, t, call("identity", t.shape, [], [t.shape[0]])) };
    if (!isScalarShape(t.shape) && t.operation !== "ones" && t.args.length) yield { ...c, term: replaced(c.term, t, call("ones", t.shape, [], [...t.shape])) };
    if (t.args.length) {
      const name = ["a0", "b0", "c0", "d0"].find((n) => !c.variables.has(n))!;
      yield { ...c, term: replaced(c.term, t, named(name, t.shape)), variables: new Map(c.variables).set(name, { shape: t.shape, properties: [] }) };
    }
  }
  for (const t of new Set(subterms(c.term))) if (t.kind === "number" && t.text !== "2") yield { ...c, term: replaced(c.term, t, number("2")) };
}

/** The smallest case found that fails the same way; `limit` tries at most. */
export function shrink(c: Case, fails: (c: Case) => boolean, limit = 250): Case {
  let tried = 0;
  for (;;) {
    let next: Case | undefined;
    for (const s of smaller(c)) {
      const p = prune(s);
      if (wrtNames(p).some((n) => !p.variables.has(n) && !p.definitions.some((d) => d.name === n))) continue;
      if (++tried > limit) return c;
      if (fails(p)) {
        next = p;
        break;
      }
    }
    if (!next) return c;
    c = next;
  }
}
