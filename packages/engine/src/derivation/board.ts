import { type Expression, isApply } from "../expression/node.ts";
import { print } from "../language/print.ts";
import { cost } from "../normal/cost.ts";
import { apply } from "../operations/apply.ts";
import { around, type Move, movingFactor, movingParts, movingTerms, type Part } from "./move.ts";
import { type Notation, type Path, partAt } from "./notation.ts";
import { reductions } from "./reduce.ts";

export type StepKind = "question" | "differential-of" | "rewrite" | "read-off";

/** One line of a derivation: whole right-hand sides before and after a rule was applied at a path. */
export interface Line {
  readonly kind: StepKind;
  readonly rule: string;
  readonly before: Expression;
  readonly after: Expression;
  readonly path: Path;
  readonly used: readonly string[];
  /** Of a last read-off: the line that the answer stands in, equal to the one it was read off. */
  readonly means?: Expression;
}

const mostSteps = 400;

/** A right-hand side on its way, with what was done to it. */
export class Board {
  readonly lines: Line[] = [];
  /** The right-hand sides so far: none comes back. */
  private readonly seen = new Set<Expression>();
  readonly notation: Notation;
  line: Expression;

  constructor(notation: Notation, question: Expression) {
    this.notation = notation;
    this.line = question;
    this.write("question", "question", question);
  }

  /** Adds a line of another kind than a rewriting. */
  write(kind: StepKind, rule: string, after: Expression, means?: Expression): void {
    this.lines.push({ kind, rule, before: this.line, after, path: [], used: [], ...(means && { means }) });
    this.stand(after);
  }

  /** Rewrites the line; the path is where it changed, unless it is known, or where the part stood that the rule was applied to. What prints alike is no step. */
  rewrite(rule: string, after: Expression, at?: Path, used: readonly string[] = [], part?: Expression): void {
    if (after === this.line) return;
    const path = at ?? ruleAt(rule, this.line, after, part);
    const last = this.lines[this.lines.length - 1];
    if (print(after) === print(this.line)) {
      // the same to a reader: brackets or an order that the print does not show
      if (last) this.lines[this.lines.length - 1] = { ...last, after, ...(last.kind === "question" && { before: after }) };
      this.stand(after);
      return;
    }
    this.lines.push({ kind: "rewrite", rule, before: this.line, after, path, used });
    this.stand(after);
  }

  private stand(line: Expression): void {
    this.line = line;
    this.seen.add(line);
  }

  /** Applies the rules, the first that fits at the outermost part first, until none fits. */
  run(moves: readonly Move[]): void {
    for (let k = 0; k < mostSteps; k++) {
      this.shorten();
      if (!this.step(moves)) return;
    }
  }

  /** Applies the rules as `run` does, and simplifies nothing. */
  multiplyOut(moves: readonly Move[]): void {
    for (let k = 0; k < mostSteps && this.step(moves); k++);
  }

  /** Applies a rule: to the line as a whole, else to the term in which most is left to be taken apart. */
  private step(moves: readonly Move[]): boolean {
    const n = this.notation;
    if (isApply(this.line, "add") && this.tryAt(moves, [[this.line, [], "term", false]])) return true;
    const terms = movingTerms(this.line, n).map(([term, path]) => ({ term, path, left: cost(movingFactor(term, n)) }));
    terms.sort((a, b) => b.left - a.left);
    return terms.some(({ term, path }) => this.tryAt(moves, [...movingParts(term, n, path)]));
  }

  private tryAt(moves: readonly Move[], parts: readonly Part[]): boolean {
    const n = this.notation;
    for (const move of moves)
      for (const [part, path, place, inTrace] of parts) {
        const made = move.apply(part, n, place, inTrace);
        if (!made || made === part) continue;
        const after = n.put(this.line, path, made);
        if (this.seen.has(after)) continue;
        this.rewrite(move.rule, after, path);
        return true;
      }
    return false;
  }

  /** Simplifies what stands beside the increment, where that is shorter. */
  private shorten(): void {
    for (let again = true; again; ) {
      again = false;
      for (const [part, path] of movingParts(this.line, this.notation)) {
        if (this.shortenAt(part, path)) {
          again = true;
          break;
        }
      }
    }
  }

  private shortenAt(part: Expression, path: Path): boolean {
    const n = this.notation;
    if (part.kind !== "apply") return false;
    if (part.operation.name === "product") {
      const p = around(part, n);
      const still = p ? [p.before, p.after] : [part.args.filter((a) => !n.has(a))];
      for (const [k, run] of still.entries()) {
        if (!run.length) continue;
        const others = (made: Expression) =>
          p
            ? n.make("product", [...p.scalars, ...(k === 0 ? [made, p.moving, ...p.after] : [...p.before, p.moving, made])])
            : n.make("product", [made, ...part.args.filter((a) => n.has(a))]);
        if (this.reduce(n.make("product", run), path, others)) return true;
      }
      if (p?.scalars.length) return this.reduce(n.make("product", p.scalars), path, (made) => n.make("product", [made, ...p.before, p.moving, ...p.after]));
      return false;
    }
    if (part.operation.name === "hadamard") {
      const still = part.args.filter((a) => !n.has(a));
      if (!still.length) return false;
      return this.reduce(still.length === 1 ? (still[0] as Expression) : apply("hadamard", still), path, (made) =>
        n.make("hadamard", [made, ...part.args.filter((a) => n.has(a))]),
      );
    }
    return false;
  }

  /** Brings the line, which is `typed`, to its normal form. */
  toNormal(typed: Expression, normal: Expression): void {
    for (const r of reductions(typed)) {
      this.rewrite(r.rule, r.whole, r.path, r.used);
      if (r.whole === normal) return;
    }
    this.rewrite("simplify", normal);
  }

  /** Brings a part without the increment to its normal form where that is shorter; `around` puts it in its place. */
  private reduce(e: Expression, path: Path, around: (made: Expression) => Expression): boolean {
    const found = reductions(e);
    const last = found[found.length - 1]?.whole;
    if (!last || cost(last) >= cost(e)) return false;
    const start = this.line;
    for (const r of found) this.rewrite(r.rule, this.notation.put(start, path, around(r.whole)), undefined, r.used, r.part);
    return true;
  }
}

/** Where a rule was applied: the smallest part outside of which nothing changed, for a rule of traces the trace around that. */
function ruleAt(rule: string, before: Expression, after: Expression, part: Expression | undefined): Path {
  const path = changedAt(before, after);
  const known = part ? path.findIndex((_, k) => partAt(before, path.slice(0, k)) === part) : -1;
  if (known >= 0) return path.slice(0, known);
  const trace = /^trace-/.test(rule) ? path.findLastIndex((_, k) => isApply(partAt(before, path.slice(0, k)), "trace")) : -1;
  return trace < 0 ? path : path.slice(0, trace);
}

/** The smallest part outside of which nothing changed. */
function changedAt(before: Expression, after: Expression): Path {
  if (before.kind !== "apply" || after.kind !== "apply" || before.operation !== after.operation || before.args.length !== after.args.length) return [];
  const changed = before.args.flatMap((a, k) => (a === after.args[k] ? [] : [k]));
  const [k] = changed;
  return changed.length === 1 && k !== undefined ? [k, ...changedAt(before.args[k] as Expression, after.args[k] as Expression)] : [];
}
