import { type Claim, check, minimalProperties } from "../calculus/check.ts";
import { smoothnessOf } from "../calculus/needs.ts";
import { type Convention, maskedByIdentity, type Structure, structureOf, structureRules, withinStructure } from "../calculus/structures.ts";
import type { DeriveAnswer, DeriveRequest, Note } from "../contract.ts";
import { type Expression, isScalar, type Variable } from "../expression/node.ts";
import { print } from "../language/print.ts";
import { toLatex } from "../latex/print.ts";
import type { Message } from "../messages/messages.ts";
import { consultedProperties } from "../normal/properties.ts";
import { compute, conditionsOf, dependence, layoutOf, targetOf } from "./derive.ts";
import { ownParts, shorterBy } from "./parts.ts";
import { groundOf, refuse, seedOf, settle, takenNames, wordsOf } from "./settle.ts";
import { structuredSteps } from "./steps.ts";
import { assumedBy, insist } from "./verify.ts";
import { readWrt } from "./wrt.ts";

const conventions: readonly Convention[] = ["entries", "projected", "cholesky", "riemannian"];

/** The structure and the convention that are asked for. Throws `Refusal` where there are none. */
function asked(request: DeriveRequest, x: Variable): { structure: Structure; convention: Convention; words: readonly string[] } {
  const found = structureOf(x.properties);
  const none: Message = x.properties.length
    ? `what ${x.name} is declared to be, ${x.properties.join(" ")}, is no structure known here`
    : `${x.name} has no declared structure`;
  if (!found) return refuse("request", none, { in: "structured", hint: `declare ${x.name}: matrix(n) symmetric, for example` });
  const row = structureRules[found.structure];
  const convention = request.structured === true ? row.first : (request.structured as Convention);
  if (!conventions.includes(convention))
    refuse("request", `no structured ${JSON.stringify(convention)?.slice(0, 40)}`, { in: "structured", hint: `true or one of ${conventions.join(", ")}` });
  const own = conventions.filter((c) => row[c]);
  if (!own.includes(convention))
    refuse("request", `there is no gradient ${convention} for ${x.name} ${found.words.join(" ")}`, {
      in: "structured",
      hint: `one of ${own.join(", ")}${convention === "cholesky" ? `; declare ${x.name} posdef for cholesky` : ""}`,
    });
  return { ...found, convention };
}

/** What the convention means, in a note; `other` is the answer in the other one. */
function conventionNote(x: string, structure: Structure, convention: Convention, answer: string, other: string | undefined): Note {
  const { named } = structureRules[structure];
  const meaning: Record<Convention, string> = {
    entries: `convention entries: by each free entry of ${x}, with all that is tied to it`,
    projected: `convention projected: the free gradient projected on ${named}`,
    cholesky: `convention cholesky: by the entries of L = chol(${x}), where ${x} = L*L'`,
    riemannian: `convention riemannian: the gradient on ${named.replaceAll("X", x)}, Euclidean metric`,
  };
  const rest: Record<Convention, string> = {
    entries: `projected on ${named} it would be`,
    projected: "by the free entries it would be",
    cholesky: `by the free entries of ${x} it would be`,
    riemannian: "with the entries free it would be",
  };
  const end = other === undefined ? "" : other === answer ? "; the other convention gives the same" : `; ${rest[convention]} ${other}`;
  return { code: "convention", message: `${meaning[convention]}${end}` };
}

/** Answers a request for a gradient within the structure of wrt, without id and time. Throws `Refusal` with the failure to respond. */
export function structured(request: DeriveRequest): Omit<DeriveAnswer, "id" | "ms"> {
  const wrt = readWrt(request.wrt);
  if (wrt.second || wrt.entry || (request.order ?? 1) !== 1 || (request.form ?? "matrix") !== "matrix")
    refuse("unsupported", "structured is the gradient by one name as a whole: other orders, entries and forms are not supported", { in: "structured" });
  const layout = layoutOf(request);
  const settled = settle(request, wrt.names);
  const { expression: f, definitions } = settled;
  const x = targetOf(wrt, settled);
  const { structure, convention, words } = asked(request, x);
  if (!isScalar(f))
    refuse("unsupported", "structured derivatives of a vector or matrix are not supported: the answer has the shape of wrt", {
      hint: "take one entry, (…)[1,1], or tr(G'*…)",
    });
  const derivative = compute({ function: f, wrt: x, layout: "denominator", form: "matrix", taken: takenNames(settled), definitions });
  const shorter = shorterBy(ownParts(settled, x));
  const short = (e: Expression): Expression => maskedByIdentity(shorter(e));
  const result = short(withinStructure(derivative.expression, x, structure, convention) as Expression);
  const text = print(result);
  const seed = seedOf(request);
  const fixed = words.map((w) => `${x.name} ${w}`);
  const candidates = consultedProperties().filter((c) => c.name !== x.name);
  const claim: Claim = {
    ...groundOf(settled, seed),
    function: f,
    wrt: x,
    derivative: result,
    needs: assumedBy(derivative.needs),
    candidates,
    order: 1,
    within: { structure, convention },
  };
  let verified: DeriveAnswer["verified"] = { status: "skipped" };
  let used = [...fixed, ...wordsOf(candidates)];
  if (request.verify !== false) {
    const { maxError, trials } = insist(check(claim), text);
    verified = { status: "passed", maxError, trials, seed };
    used = [...fixed, ...wordsOf(minimalProperties(claim))];
  }
  const opposite = convention === "entries" ? "projected" : "entries";
  const alike = convention === "riemannian" ? derivative.expression : withinStructure(derivative.expression, x, structure, opposite);
  let contrast = alike && short(alike);
  // what the note tells is checked too
  if (contrast && convention !== "riemannian" && request.verify !== false)
    if (check({ ...claim, derivative: contrast, within: { structure, convention: opposite } }).status !== "passed") contrast = undefined;
  const depends = dependence(settled, x);
  const notes: Note[] = [
    ...settled.notes,
    conventionNote(x.name, structure, convention, text, contrast && print(contrast)),
    ...smoothnessOf([f, ...definitions.map((d) => d.expression)], depends, derivative.expression),
  ];
  if (!depends.has(f.id)) notes.push({ code: "constant", message: `the expression does not depend on ${x.name}` });
  const unstructured = shorter(derivative.expression);
  const free = { request, settled, target: x, again: undefined, place: undefined, layout: "denominator", form: "matrix", derivative, seed } as const;
  const steps = request.steps ? structuredSteps({ ...free, answer: unstructured, parts: [], beyond: undefined }, structure, convention, result) : undefined;
  return {
    ok: true,
    derivative: text,
    latex: toLatex(result),
    shape: [x.rows.text, x.cols.text],
    layout,
    form: "matrix",
    structured: convention,
    declared: settled.declared,
    used,
    conditions: conditionsOf(settled, derivative, used),
    notes,
    verified,
    ...(steps && { steps }),
  };
}
