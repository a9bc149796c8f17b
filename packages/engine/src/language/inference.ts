import { type Dimension, one } from "../expression/dimension.ts";
import type { Message } from "../messages/messages.ts";
import type { Declaration } from "./declarations.ts";
import { type Diagnostic, nearest } from "./diagnostics.ts";
import { extentOf } from "./extents.ts";
import { exponentNames, habit, type Kind, located, openNames, type Part } from "./names.ts";
import { byPlace, isMarkedProduct, isTelling, kinds, likeliest, type Repair, transposedNames } from "./places.ts";
import { quoted } from "./quote.ts";
import type { Note, Scope } from "./scope.ts";
import { type Tree, walk } from "./tree.ts";
import { anyExtent, type Extent, known, nameUnknowns, openSizes, type Size, scalarExtent, Unknown, unify, unifyFactors } from "./unify.ts";

export interface Settled {
  readonly rows: Dimension;
  readonly cols: Dimension;
  readonly properties: readonly string[];
}

export interface Inference {
  readonly variables: ReadonlyMap<string, Settled>;
  /** The size of an undeclared `I`, by its place in the tree. */
  readonly identitySize: (t: Tree) => Dimension;
  readonly notes: readonly Note[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Task {
  readonly parts: readonly Part[];
  readonly declarations: ReadonlyMap<string, Declaration>;
  readonly dimensions: ReadonlySet<string>;
  readonly wrt: readonly string[];
  readonly exponents: ReadonlySet<string>;
}

const mostDiagnostics = 12;
/** How many trees all the attempts at a repair may visit together. */
const mostVisits = 300_000;

/** Settles every undeclared name: by habit and by its places, and where that contradicts by the one change of kind that repairs it. */
export function infer(given: Omit<Task, "exponents">): Inference {
  const task: Task = { ...given, exponents: exponentNames(given.parts) };
  const open = openNames(task.parts, task.declarations, task.dimensions, task.wrt);
  const byHabit = new Map(open.map((n) => [n, task.exponents.has(n) && !task.wrt.includes(n) ? "scalar" : habit(n)] as const));
  const placed = byPlace(byHabit, task.parts, task.wrt, (kindOf, trial) => new Attempt(task, kindOf, trial));
  const start = placed.kinds;
  const attempt = new Attempt(task, start, false).result();
  const first = { ...attempt, notes: [...placed.notes, ...attempt.notes] };
  const misfit = first.diagnostics.find((d) => d.code === "shape" || d.code === "division" || d.code === "exponent");
  if (!misfit || !open.length || isMarkedProduct(misfit, task.parts)) return first;
  // a matrix by habit that divides is no slip for a scalar: X*inv(Y) is offered
  const turned = transposedNames(task.parts);
  const repairs =
    repairsOf(task, start)?.filter((r) => (misfit.code !== "division" || start.get(r.name) !== "matrix") && !(r.kind === "scalar" && turned.has(r.name))) ?? [];
  const repair = likeliest(repairs, task.wrt);
  if (repair) {
    const result = new Attempt(task, new Map(start).set(repair.name, repair.kind), false).result();
    const message: Message = `${repair.name} is taken as a ${repair.kind}: as a ${start.get(repair.name)} it would not fit`;
    return { ...result, notes: [...placed.notes, { code: "kind", message }, ...result.notes] };
  }
  if (!repairs.length) return first;
  const choices = repairs.slice(0, 6).map((r) => `${r.name}: ${typeOf[r.kind]}`);
  const offer: Message = `declare what the names are; ${choices.length === 1 ? "this" : "one of these"} would do: ${choices.join("; ")}${repairs.length > 6 ? "; …" : ""}`;
  return { ...first, diagnostics: [{ ...misfit, code: "kind", hint: misfit.hint ? `${misfit.hint}; or ${offer}` : offer }] };
}
const typeOf: Readonly<Record<Kind, string>> = { scalar: "scalar", vector: "vector(n)", matrix: "matrix(m, n)" };

/** Every change of one kind under which all fits; undefined where there are too many to try. */
function repairsOf(task: Task, start: ReadonlyMap<string, Kind>): Repair[] | undefined {
  let size = 0;
  for (const p of task.parts) walk(p.tree, () => size++);
  if (2 * start.size * size > mostVisits) return undefined;
  const repairs: Repair[] = [];
  for (const [name, from] of start)
    for (const kind of kinds) if (kind !== from && new Attempt(task, new Map(start).set(name, kind), true).fits()) repairs.push({ name, from, kind });
  return repairs;
}

/** Two sizes that are to be equal, and what is said where they are not. */
interface Equation {
  readonly a: Size;
  readonly b: Size;
  readonly otherwise: () => Diagnostic;
}

/** Shapes under one choice of kinds. */
class Attempt {
  private readonly task: Task;
  private readonly kindOf: ReadonlyMap<string, Kind>;
  private readonly trial: boolean;
  private readonly extents = new Map<string, Extent>();
  private readonly parameters = new Map<string, Extent>();
  private readonly defined = new Map<string, Extent>();
  private readonly identities = new Map<Tree, Size>();
  private readonly raised = new Set<string>();
  private readonly reports: (() => Diagnostic)[] = [];
  private readonly told: (() => Note | undefined)[] = [];
  private readonly equations: Equation[] = [];
  private readonly undecided: Equation[] = [];
  private readonly spread: Extent[] = [];
  private readonly consumed: Extent[] = [];
  readonly means = new Map<string, Kind>();

  constructor(task: Task, kindOf: ReadonlyMap<string, Kind>, trial: boolean) {
    [this.task, this.kindOf, this.trial] = [task, kindOf, trial];
    for (const d of task.declarations.values()) if (!d.unsupported && !d.parameters) this.extents.set(d.name, { rows: d.rows, cols: d.cols });
    for (const [name, kind] of kindOf) this.extents.set(name, { rows: kind === "scalar" ? one : new Unknown(), cols: kind === "matrix" ? new Unknown() : one });
    for (const p of task.parts) {
      const e = extentOf(p.tree, this.scope(p));
      if (p.name !== undefined) this.defined.set(p.name, e);
    }
    this.solveEquations();
  }

  fits(): boolean {
    return !this.reports.length;
  }
  get mistakes(): number {
    return this.reports.length;
  }

  /**
   * The groups of names whose open sizes are each other's and nobody else's, and meet nothing but a scalar that is spread over them or scales them:
   * as scalars they would do the same.
   */
  idle(): string[][] {
    const sizesOf = (e: Extent) => new Set([...openSizes(e.rows), ...openSizes(e.cols)]);
    const consumed = new Set(this.consumed.flatMap((e) => [...sizesOf(e)]));
    const spread = new Set(this.spread.flatMap((e) => [...sizesOf(e)]));
    const groups: { sizes: Set<Unknown>; names: string[] }[] = [];
    for (const name of this.extents.keys()) {
      const sizes = sizesOf(this.extents.get(name) as Extent);
      if (!sizes.size) continue;
      const met = groups.filter((g) => [...sizes].some((u) => g.sizes.has(u)));
      for (const g of met) groups.splice(groups.indexOf(g), 1);
      groups.push({ sizes: new Set([...sizes, ...met.flatMap((g) => [...g.sizes])]), names: [...met.flatMap((g) => g.names), name] });
    }
    return groups.filter((g) => [...g.sizes].some((u) => spread.has(u)) && ![...g.sizes].some((u) => consumed.has(u))).map((g) => g.names);
  }

  private report(make: () => Diagnostic): void {
    if (this.reports.length < mostDiagnostics) this.reports.push(make);
  }

  private scope(p: Part): Scope {
    const bound = new Map<string, Extent[]>();
    const report = (make: () => Diagnostic) => this.report(() => located(make(), p));
    const boundTo = (name: string) => bound.get(name)?.at(-1);
    const isBound = (name: string) => boundTo(name) !== undefined;
    return {
      text: p.text,
      member: (n) => (isBound(n) ? undefined : this.task.declarations.get(n)?.member),
      functionOf: (n) => this.task.declarations.get(n),
      parameter: (d, place, argument) => this.parameter(d, place, argument),
      isDeclared: (n) => this.task.declarations.has(n) || this.defined.has(n),
      isVariable: (n) => isBound(n) || this.defined.has(n) || (this.extents.has(n) && !this.task.dimensions.has(n)),
      report,
      note: (make) => this.told.push(make),
      stopped: () => this.trial && this.reports.length > 0,
      spread: (array, scalar, by) => void (isTelling(scalar, by) && this.spread.push(array)),
      consumed: (...arrays) => void this.consumed.push(...arrays),
      mean: (name, kind) => void (!isBound(name) && this.means.set(name, kind)),
      raising: (name) => this.raised.add(name),
      lookup: (name, t) => boundTo(name) ?? this.lookup(name, t, p, report),
      binding: (index, inside, extent = scalarExtent) => {
        const extents = bound.get(index) ?? [];
        bound.set(index, extents);
        extents.push(extent);
        const result = inside();
        extents.pop();
        return result;
      },
      equal: (a, b, otherwise, clue) => {
        const is = unify(a, b);
        if (is === undefined) this.equations.push({ a, b, otherwise: () => located(otherwise(undefined), p) });
        else if (!is) {
          const found = this.trial ? undefined : clue?.();
          report(() => otherwise(found));
        }
        return is !== false;
      },
    };
  }

  private parameter(d: Declaration, place: number, argument: Extent): Extent {
    const name = d.parameters?.[place] as string;
    const e = this.extents.get(name) ?? this.defined.get(name) ?? this.parameters.get(`${d.name} ${place}`);
    if (!e && argument !== anyExtent) this.parameters.set(`${d.name} ${place}`, argument);
    return e ?? argument;
  }

  private lookup(name: string, t: Tree, p: Part, report: (make: () => Diagnostic) => void): Extent {
    const e = this.defined.get(name) ?? this.extents.get(name);
    if (e) return e;
    if (this.task.dimensions.has(name) || name === "pi") return scalarExtent;
    if (name === "I") {
      const n = new Unknown();
      this.identities.set(t, n);
      this.told.push(() => ({ code: "identity", message: "I is read as the identity matrix", ...(p.in === "expression" && { span: t.span }) }));
      return { rows: n, cols: n };
    }
    report(() => ({
      code: "unknown-name",
      message: `${quoted(t, p)} is not known here`,
      span: t.span,
      hint: name === p.name ? "a definition cannot use its own name" : "a definition uses only names defined before it",
    }));
    return anyExtent;
  }

  /** What was not decided when it was found: as long as one equation settles another; then one is settled factor by factor. */
  private solveEquations(): void {
    let open = this.equations;
    while (open.length) {
      const left = open.filter((q) => {
        const is = unify(q.a, q.b);
        if (is === false) this.report(q.otherwise);
        return is === undefined;
      });
      const [first, ...others] = left;
      if (!first) return;
      if (left.length < open.length) open = left;
      else {
        if (!unifyFactors(first.a, first.b)) this.undecided.push(first);
        open = others;
      }
    }
  }

  result(): Inference {
    const sizes = [...this.extents.values(), ...[...this.identities.values()].map((s) => ({ rows: s, cols: s }))];
    nameUnknowns(sizes, this.takenNames());
    for (const q of this.undecided) if (!unify(q.a, q.b)) this.report(q.otherwise);
    const variables = new Map<string, Settled>();
    for (const [name, e] of this.extents) {
      const whole = this.raised.has(name) && this.kindOf.get(name) === "scalar";
      variables.set(name, {
        rows: known(e.rows) as Dimension,
        cols: known(e.cols) as Dimension,
        properties: this.task.declarations.get(name)?.properties ?? (whole ? ["integer"] : []),
      });
    }
    const diagnostics = new Map<string, Diagnostic>();
    for (const make of this.reports) {
      const d = this.withNearName(make());
      if (!diagnostics.has(d.message)) diagnostics.set(d.message, d);
    }
    return { variables, diagnostics: [...diagnostics.values()], notes: this.notes(), identitySize: (t) => known(this.identities.get(t) ?? one) as Dimension };
  }

  private notes(): Note[] {
    const notes = new Map<string, Note>();
    for (const make of this.told) {
      const note = make();
      if (note && notes.size < mostDiagnostics && !notes.has(note.message)) notes.set(note.message, note);
    }
    return [...notes.values()];
  }

  private takenNames(): Set<string> {
    const taken = new Set<string>([...this.extents.keys(), ...this.defined.keys(), ...this.task.dimensions]);
    for (const p of this.task.parts) {
      if (p.name !== undefined) taken.add(p.name);
      walk(p.tree, (t) => {
        if (t.kind === "name" || t.kind === "call") taken.add(t.name);
        if (t.kind === "binder") taken.add(t.index);
      });
    }
    return taken;
  }

  /** Where names are declared, a mistake about an undeclared one may be a slip of the pen. */
  private withNearName(d: Diagnostic): Diagnostic {
    if (d.hint || d.code !== "shape" || !this.task.declarations.size) return d;
    for (const p of this.task.parts) {
      if (p.in !== (d.in ?? "expression")) continue;
      let hint: Message | undefined;
      walk(p.tree, (t) => {
        if (t.kind !== "name" || !this.kindOf.has(t.name) || t.span[0] + p.at < d.span[0] || t.span[1] + p.at > d.span[1]) return;
        const near = nearest(t.name, this.task.declarations.keys());
        if (near) hint ??= `${t.name} is not declared: did you mean ${near}?`;
      });
      if (hint) return { ...d, hint };
    }
    return d;
  }
}
