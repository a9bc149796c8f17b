import type { CheckLink, CheckRequest, Verdict } from "../contract.ts";
import { parse } from "../language/parser.ts";
import { checkClaim } from "./claim.ts";
import { declaring } from "./claimed.ts";
import { differentialName, plain, type Setting } from "./differentials.ts";
import { type About, checkEquation } from "./equation.ts";
import { calledAsWritten, sizesWritten } from "./literals.ts";
import { mendShapes } from "./mend.ts";
import { ifMerged } from "./merged.ts";
import { reasonText } from "./reasons.ts";
import { Refusal, refuse, settle } from "./settle.ts";
import { chainsOf, namesIn, partsOf, pattern, quotientOf, type Written } from "./sides.ts";
import { type Checked, commonOf } from "./verdict.ts";

/** The most equalities of a derivation. */
const most = 200;
const severity: readonly Verdict[] = ["correct", "other-layout", "under-assumption", "undecided", "wrong"];

/** Checks a derivation link by link; after an error it goes on with what was written and with what is right. What moves may be a number, if all is right then. */
export function checkLines(request: CheckRequest): Checked {
  const found = checkAs(request);
  if (found.verdict !== "wrong") return found;
  for (const [name, type] of Object.entries(found.declared)) {
    if (!/^vector\(/.test(type) || found.declared[`d${name}`] === undefined || isDeclared(name, request.declare)) continue;
    const other = checkAs({ ...request, declare: declaring(request.declare, { [name]: "scalar" }) });
    if (other.verdict !== "correct") continue;
    const assumptions = [`${name} scalar`];
    const links = other.links?.map((l) => (l.verdict === "correct" ? { ...l, verdict: "under-assumption" as const, assumptions } : l));
    return { ...other, verdict: "under-assumption", assumptions, ...(links && { links }), ...(found.reason !== undefined && { reason: found.reason }) };
  }
  return found;
}

/** The names that a declaration says the types of. */
const declaredNames = (declare: CheckRequest["declare"]): string[] =>
  typeof declare === "string" ? [...declare.matchAll(/([\p{L}\p{N}_]+)\s*[:：]/gu)].map((m) => m[1] as string) : Object.keys(declare ?? {});

export const isDeclared = (name: string, declare: CheckRequest["declare"]): boolean => declaredNames(declare).includes(name);

/** The links of a derivation, judged with the names as habit and the lines have them. */
function checkAs(request: CheckRequest): Checked {
  const chains = chainsOf(request.lines ?? []);
  const count = chains.reduce((n, c) => n + c.length - 1, 0);
  if (!count) refuse("request", "there is no equality in the lines", { in: "lines", hint: '["f = x\'*A*x", "df = dx\'*A*x + x\'*A*dx"]' });
  if (count > most) refuse("budget", `a derivation has at most ${most} equalities, here are ${count}`, { in: "lines" });
  const derivation = new Derivation(request, chains);
  const links = derivation.run();
  const judged = links.filter((l): l is CheckLink & { verdict: Verdict } => l.verdict !== "definition");
  const worst = judged.reduce<Verdict>((w, l) => (severity.indexOf(l.verdict) > severity.indexOf(w) ? l.verdict : w), "correct");
  const first = judged.find((l) => l.verdict === worst);
  return {
    ...commonOf({ declared: derivation.declared, notes: [], conditionTexts: [...(request.conditions ?? [])] }),
    verdict: judged.length ? worst : "undecided",
    by: "evaluation",
    ...(worst !== "correct" && first && { reason: reasonText(request.lang, "line", String(first.line + 1), first.reason ?? "") }),
    ...(!judged.length && { reason: reasonText(request.lang, "definitions") }),
    ...(worst === "wrong" && first?.diagnosis && { diagnosis: first.diagnosis }),
    assumptions: [...new Set(judged.flatMap((l) => l.assumptions ?? []))],
    links,
  };
}

/** What stands in a chain: as it was written last, and the last that was right. */
interface Standing {
  written: string;
  right: string;
  erred: boolean;
}

/** The variables in the place of their increments. */
const withoutIncrements = (text: string, moving: ReadonlySet<string>): string =>
  text.replace(/(?<![\p{L}\p{N}_])d([\p{L}_][\p{L}\p{N}_]*)/gu, (all, x: string) => (moving.has(x) ? x : all));

/** The differential that a derivative is read off from, in one layout and the other. */
const readings = (derivative: string, dx: string): string[] => [
  `sum((${derivative}).*${dx})`,
  `sum((${derivative})'.*${dx})`,
  `(${derivative})*${dx}`,
  `(${derivative})'*${dx}`,
];

class Derivation {
  declared: Readonly<Record<string, string>> = {};
  private setting: Setting;
  private readonly introduced: Set<string>;
  /** Functions of which the lines say the differential alone: `df = A*dx`. */
  private readonly given: ReadonlySet<string>;
  /** The last forms of what was defined, and of its differential, by name: `f`, `df`. */
  private readonly forms = new Map<string, Standing>();

  constructor(
    private readonly request: CheckRequest,
    private readonly chains: readonly (readonly Written[])[],
  ) {
    const define: Record<string, string> = { ...request.define };
    const names = new Set(chains.flat().flatMap((s) => namesIn(s.text)));
    const heads = chains.map((c) => c[0]?.text ?? "");
    const declared = declaredNames(request.declare);
    for (const [k, chain] of chains.entries()) {
      const [left, right] = chain;
      // a definition uses only names defined before it
      if (right && namesIn(right.text).some((n) => heads.slice(k + 1).includes(n) && !Object.hasOwn(define, n) && !declared.includes(n))) continue;
      if (left && right && this.defines(left.text, right.text, define, names)) define[left.text] = right.text;
    }
    this.introduced = new Set([...declared, ...Object.keys(request.define ?? {})]);
    this.given = new Set(
      chains.flatMap(([head, right]) => {
        const f = /^d([\p{L}_][\p{L}\p{N}_]*)$/u.exec(head?.text ?? "")?.[1];
        const isNew = f !== undefined && !heads.includes(f) && !Object.hasOwn(define, f) && !declared.includes(f) && !declared.includes(`d${f}`);
        return isNew && namesIn(right?.text ?? "").some((n) => /^d\p{L}/u.test(n) && n !== head?.text) ? [f] : [];
      }),
    );
    const known = (n: string) => names.has(n) || declared.includes(n) || Object.hasOwn(define, n);
    const moving = new Set(typeof request.wrt === "string" ? [request.wrt] : (request.wrt ?? []));
    for (const n of names) {
      const d = declared.includes(n) ? undefined : differentialName(n, (m) => m !== n && known(m));
      if (d && !Object.hasOwn(define, d.of) && !this.given.has(d.of)) moving.add(d.of);
    }
    for (const { text } of chains.flat()) {
      const q = quotientOf(parse(text).tree, text);
      if (q) moving.add(q.by.replace(/\[.*$/, ""));
    }
    // a defined name moves with what it is defined by, and of its own where nothing else moves
    const free = [...moving].filter((x) => !Object.hasOwn(define, x));
    const own = Object.keys(define).filter((y) => names.has(`d${y}`) && !heads.includes(`d${y}`) && !declared.includes(`d${y}`));
    this.setting = { declare: request.declare, define, conditions: request.conditions, moving: new Set(free.length ? free : [...moving, ...own]) };
    this.settleNames();
  }

  /** Is this the definition of a new name? */
  private defines(left: string, right: string, define: Readonly<Record<string, string>>, names: ReadonlySet<string>): boolean {
    const tree = parse(left).tree;
    if (parse(right).diagnostics.length || /(?<![\p{L}\p{N}_])d2?\s*\(/u.test(right)) return false;
    if (tree.kind !== "name" || tree.name !== left || Object.hasOwn(define, left) || namesIn(right).includes(left)) return false;
    return !isDeclared(left, this.request.declare) && !differentialName(left, (n) => Object.hasOwn(define, n) || (names.has(n) && n !== left));
  }

  /** Infers what undeclared names are: from definitions, then from each side that does not change what is settled; increments are as what moves. */
  private settleNames(): void {
    const { define, conditions, moving } = this.setting;
    let { declare } = this.setting;
    const defined = new Set(Object.values(define).flatMap(namesIn));
    const wrt = [...moving].filter((x) => defined.has(x) && !Object.hasOwn(define, x));
    const sides = this.chains.flatMap((c) => c.slice(1).map((side) => ({ start: (c[0] as Written).text, side: side.text })));
    // a size that is written is none of those that are inferred, until it is found which of them it is
    const written = sizesWritten(sides.map((s) => s.side)).filter((n) => !Object.hasOwn(define, n) && !this.introduced.has(n));
    // definitions say what names are without being summed up: a sum would say that a scale is no scalar
    const texts: string[] = written.map((n) => `sum(eye(${n}))`);
    const attempt = (sums: readonly string[]) =>
      settle({ declare, define, ...(conditions && { conditions }), expression: sums.join(" + ") || "0" } as CheckRequest, wrt);
    let settled = attempt(texts);
    const add = (text: string) => {
      try {
        const next = attempt([...texts, `sum(${text})`]);
        // a side that is wrong may not change what the others have settled
        if (pattern(next.declared, settled.declared) !== pattern(settled.declared, settled.declared)) return;
        settled = next;
        texts.push(`sum(${text})`);
      } catch (e) {
        if (!(e instanceof Refusal)) throw e;
      }
    };
    const isGiven = (t: string) => this.given.has(t) || (t.startsWith("d") && this.given.has(t.slice(1)));
    const parts = this.chains
      .flat()
      .flatMap((s) => partsOf(s.text))
      .filter((t) => !isGiven(t));
    const increments = new Set([...moving].map((x) => `d${x}`));
    const differentials = (t: string) => namesIn(t).some((n) => differentialName(n, (x) => Object.hasOwn(define, x)));
    // increments are as what moves: what a function is known by says what its names are
    for (const chain of this.chains)
      if (isGiven(chain[0]?.text ?? "")) for (const { text } of chain.slice(1)) if (!parse(text).diagnostics.length) add(withoutIncrements(text, moving));
    for (const t of parts) if (!differentials(t) && !namesIn(t).some((n) => increments.has(n))) add(t);
    for (const x of moving) if (!Object.hasOwn(define, x) && settled.declared[x] === undefined) add(x);
    const types = [...moving].flatMap((x) => {
      const own = settled.definitions.find((d) => d.name === x)?.variable;
      const type = own ? `matrix(${own.rows.text}, ${own.cols.text})` : settled.declared[x];
      return type === undefined ? [] : [[`d${x}`, type.replace(/\).*/, ")").replace(/^scalar.*/, "scalar")] as const];
    });
    declare = declaring(declare, { ...settled.declared, ...Object.fromEntries(types) });
    for (const t of parts) if (!differentials(t)) add(t);
    this.declared = calledAsWritten(settled.declared, written, this.request.declare, (types) => {
      const common = { declare: declaring(this.request.declare, types), define, ...(conditions && { conditions }) };
      const fit = ({ start, side }: (typeof sides)[number]) => {
        if (!sizesWritten([side]).length) return false;
        const of = differentialName(start, (n) => Object.hasOwn(define, n))?.of;
        const shape = of ?? (differentials(start) || quotientOf(parse(start).tree, start) ? undefined : start);
        try {
          return settle({ ...common, expression: shape === undefined ? `sum(${side})` : `sum((${shape}) - (${side}))` } as CheckRequest, []) !== undefined;
        } catch (e) {
          if (!(e instanceof Refusal)) throw e;
          return false;
        }
      };
      return sides.filter(fit).length;
    });
    this.setting = { ...this.setting, declare: declaring(this.request.declare, this.declared) };
  }

  run(): CheckLink[] {
    const links: CheckLink[] = [];
    for (const chain of this.chains) {
      const [start] = chain as [Written];
      for (const n of namesIn(start.text)) this.introduced.add(n);
      const standing: Standing = { written: start.text, right: start.text, erred: false };
      chain.slice(1).forEach((side, k) => {
        const left = chain[k] as Written;
        const common = { index: links.length, line: side.line, left: left.text, right: side.text };
        const defines = this.setting.define[left.text] === side.text || (left.text.startsWith("d") && this.given.has(left.text.slice(1)));
        if (k === 0 && defines && !this.forms.has(left.text)) {
          links.push({ ...common, verdict: "definition" });
          standing.written = standing.right = side.text;
        } else links.push({ ...common, ...this.judge(start.text, standing, side.text) });
        for (const n of namesIn(side.text)) this.introduced.add(n);
        this.forms.set(start.text, standing);
      });
    }
    return links;
  }

  /** One link: against what was written before it, and where that fails and an error came before, against what was right. */
  private judge(start: string, standing: Standing, right: string): Omit<CheckLink, "index" | "line" | "left" | "right"> {
    const strangers = namesIn(right).filter(
      (n) => !this.introduced.has(n) && (this.declared[n] !== undefined || Object.hasOwn(this.setting.define, n)) && !this.isIncrement(n),
    );
    const lost = standing.written === start ? this.unread(start) : undefined;
    if (lost !== undefined) {
      standing.written = standing.right = right;
      return { verdict: "undecided", reason: reasonText(this.request.lang, "never", [lost]) };
    }
    const first = (standing.written === start && this.fromGiven(start, right)) || this.compare(standing.written, right);
    let found = first;
    let note = "";
    if (first.verdict !== "correct") {
      const others = this.alternatives(start, standing).map((left) => this.compare(left, right));
      const second = others.find((c) => c.verdict === "correct" || c.verdict === "other-layout") ?? this.readOff(start, standing, right);
      if (second) [found, note] = [second, reasonText(this.request.lang, standing.erred ? "again" : "follows")];
    }
    const wrote = standing.written;
    standing.written = right;
    if (found.verdict === "correct" || found.verdict === "other-layout") {
      if (!standing.erred && !note) standing.right = right;
      if (note && wrote !== standing.right) standing.erred = false;
    } else if (strangers.length) return { verdict: "undecided", reason: reasonText(this.request.lang, "never", strangers) };
    else standing.erred = standing.erred || found.verdict !== "undecided";
    const repaired = found.verdict === "wrong" ? (found.diagnosis?.repaired ?? found.derivative) : undefined;
    return {
      verdict: found.verdict,
      ...(found.layout && { layout: found.layout }),
      ...(found.assumptions.length && found.verdict === "under-assumption" && { assumptions: found.assumptions }),
      ...((note || found.reason) && { reason: note || (found.reason as string) }),
      ...(found.diagnosis && { diagnosis: found.diagnosis }),
      ...(repaired !== undefined && { repaired }),
    };
  }

  /** The name whose differential or derivative this is, where what was written for it cannot be read. */
  private unread(start: string): string | undefined {
    const written = (n: string) => this.chains.find(([head]) => head?.text === n);
    const name = quotientOf(parse(start).tree, start)?.of ?? differentialName(start, (n) => n !== start && written(n) !== undefined)?.of;
    if (name === undefined || Object.hasOwn(this.setting.define, name)) return undefined;
    return written(name)?.some((side) => parse(side.text).diagnostics.length) ? name : undefined;
  }

  private isIncrement(n: string): boolean {
    return n.startsWith("d") && this.setting.moving.has(n.slice(1));
  }

  /** Other left sides a link may follow from: what was right before an error, or for a differential and a derivative the form of f that was written last. */
  private alternatives(start: string, standing: Standing): string[] {
    const out = standing.erred ? [standing.right] : [];
    const quotient = quotientOf(parse(start).tree, start);
    const d = differentialName(start, (n) => this.forms.has(n));
    const form = this.forms.get(quotient?.of ?? d?.of ?? "");
    if (form?.erred && standing.written === start)
      out.push(quotient ? `d(${form.written})/d(${quotient.by})` : `d${d?.order === 2 ? "2" : ""}(${form.written})`);
    return out;
  }

  /** A derivative of what is known by its differential alone: right where it is read off from that in one layout or another. */
  private fromGiven(start: string, right: string): Checked | undefined {
    const quotient = quotientOf(parse(start).tree, start);
    const form = quotient && this.given.has(quotient.of) ? this.forms.get(`d${quotient.of}`) : undefined;
    if (!quotient || !form) return undefined;
    const found = readings(right, `d${quotient.by}`).map((t) => this.compare(form.written, t));
    const best = found.find((c) => c.verdict === "correct") ?? found.find((c) => c.verdict === "undecided") ?? found[0];
    // what is wrong is the derivative, not the differential that was tried
    if (best?.verdict === "wrong") return { ...this.common(), verdict: "wrong", by: best.by };
    return best;
  }

  /** Is a derivative read off from a differential that was wrong before: `df = tr(G'*dX)`, `df = J*dx`? */
  private readOff(start: string, standing: Standing, right: string): Checked | undefined {
    const quotient = quotientOf(parse(start).tree, start);
    const form = quotient && this.forms.get(`d${quotient.of}`);
    if (!quotient || !form?.erred || standing.written !== start) return undefined;
    const dx = `d${quotient.by}`;
    return readings(right, dx)
      .map((t) => this.compare(form.written, t))
      .find((c) => c.verdict === "correct");
  }

  /** A verdict on `left = right`, differentials worked out. What cannot be read is undecided. */
  private compare(left: string, right: string): Checked {
    const { declare, define, conditions } = this.setting;
    const { lang, layout } = this.request;
    const request = { task: "check", declare, define, ...(conditions && { conditions }), ...(lang && { lang }) } as CheckRequest;
    try {
      const of = (text: string) => quotientOf(parse(text).tree, text);
      const [l, r] = [of(left), of(right)];
      const q = l ?? r;
      if (q && !(l && r)) {
        const claim = { ...request, expression: q.of, wrt: q.by, claim: plain(l ? right : left, this.setting), ...(layout && { layout }) };
        return ifMerged(claim, checkClaim(claim), checkClaim, this.request.declare ?? {});
      }
      const a = plain(left, this.setting);
      const b = plain(right, this.setting);
      return checkEquation({ ...request, left: a, right: b }, a, b, this.about(left));
    } catch (e) {
      if (!(e instanceof Refusal)) throw e;
      return e.failure.code === "shape"
        ? this.misfit(left, right, e.failure.message)
        : { ...this.common(), verdict: "undecided", by: "evaluation", reason: e.failure.message };
    }
  }

  /** What a differential on the left, `df` or `d(tr(X))`, is of. */
  private about(left: string): About | undefined {
    const [by] = this.setting.moving;
    const d = differentialName(left, (n) => Object.hasOwn(this.setting.define, n));
    const call = parse(left).tree;
    const of = d ? this.setting.define[d.of] : call.kind === "call" && call.name === "d" && call.args[0] ? left.slice(...call.args[0].span) : undefined;
    return by !== undefined && of !== undefined ? { of, by } : undefined;
  }

  private common() {
    return commonOf({ declared: this.declared, notes: [], conditionTexts: [] });
  }

  /** Shapes that do not fit: right where inferred sizes are equal, or wrong. */
  private misfit(left: string, right: string, reason: string): Checked {
    const { define, conditions, declare } = this.setting;
    const { lang } = this.request;
    const base = { task: "check", define, ...(conditions && { conditions }), ...(lang && { lang }) } as CheckRequest;
    const wrong = { ...this.common(), verdict: "wrong", by: "proof", reason } as const;
    try {
      const [a, b] = [left, right].map((t) => plain(t, this.setting)) as [string, string];
      const declared = { ...base, ...(this.request.declare !== undefined && { declare: this.request.declare }) };
      const [l, r] = [left, right].map((t) => quotientOf(parse(t).tree, t));
      const q = l ?? r;
      const joint =
        q && !(l && r) ? checkClaim({ ...declared, expression: q.of, wrt: q.by, claim: l ? b : a }) : checkEquation({ ...declared, left: a, right: b }, a, b);
      if (joint.verdict === "correct") {
        const square = Object.entries(joint.declared).filter(
          ([n, type]) => this.declared[n] !== undefined && pattern({ [n]: type }, { [n]: "" }) !== pattern({ [n]: this.declared[n] as string }, { [n]: "" }),
        );
        return {
          ...joint,
          verdict: "under-assumption",
          assumptions: square.length ? square.map(([n, type]) => `${n}: ${type}`) : [/needs (.+ = .+)$/.exec(reason)?.[1] ?? reason],
        };
      }
      const diagnosis = mendShapes(b, [a], { ...base, declare } as CheckRequest);
      return { ...wrong, ...(diagnosis && { diagnosis }) };
    } catch (e) {
      if (!(e instanceof Refusal)) throw e;
      return wrong;
    }
  }
}
