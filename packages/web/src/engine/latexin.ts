import type { Pasted } from "./messages.ts";

/** Does a text look like LaTeX, rather than the language? */
export const looksLikeLatex = (text: string): boolean => /\\[A-Za-z]{2,}|\$[^$]+\$|[_^]\{/.test(text) && text.length < 20_000;

/** The first formula of a LaTeX text in the language; undefined where there is none that the language can say. The reader is loaded when first needed. */
export async function fromLatex(text: string): Promise<Pasted | undefined> {
  const { claimOf, questionOf, readLatex, unspelled } = await import("gradus-latex");
  const [statement] = readLatex(text).statements;
  const sides = statement?.readings[0]?.sides ?? [];
  const [left, right] = sides;
  if (!left) return undefined;
  if (right) {
    const claim = claimOf(left, right);
    if (!claim) return undefined;
    if ("left" in claim) return { text: `${claim.left} = ${claim.right}` };
    return { text: claim.expression, claim: claim.claim, ...(claim.wrt && { by: claim.wrt }), ...(claim.order && { order: claim.order }) };
  }
  const question = left.whole && questionOf(left.whole);
  if (question) return { text: question.expression, ...(question.wrt && { by: question.wrt }), ...(question.order && { order: question.order }) };
  return unspelled(left) ? undefined : { text: left.text };
}
