import type { Layout } from "../contract.ts";
import type { Truth } from "./compare.ts";
import type { Context, Convention } from "./context.ts";
import { sensitive } from "./conventions.ts";
import { judgeEntry } from "./decide.ts";
import type { Court } from "./drawing.ts";
import type { Reader } from "./reader.ts";
import { courtOf, type Scope } from "./scopes.ts";
import type { Entry } from "./types.ts";

const outOfTime: Truth = { kind: "unknown", reason: "the time for this document is spent" };

/** What each claim is under each layout, found when it is asked for. */
export class Truths {
  private readonly reader: Reader;
  private readonly product: Convention["product"];
  private readonly late: () => boolean;
  private readonly scopeOf = new Map<number, Scope>();
  private readonly courts = new Map<string, Court>();
  private readonly known = new Map<string, Truth>();
  private readonly ofLayout = new Map<number, boolean>();

  constructor(scopes: readonly Scope[], reader: Reader, product: Convention["product"], late: () => boolean) {
    this.reader = reader;
    this.product = product;
    this.late = late;
    for (const s of scopes) for (const e of s.members) this.scopeOf.set(e.number, s);
  }

  court(e: Entry, layout: Layout): Court {
    const scope = this.scopeOf.get(e.number) as Scope;
    const key = `${scope.members[0]?.number} ${layout}`;
    const court = this.courts.get(key) ?? courtOf(scope.context, this.reader, { layout, product: this.product });
    this.courts.set(key, court);
    return court;
  }

  /** What the scopes before that of an equality say, the nearest first. */
  earlier(e: Entry): readonly Context[] {
    const own = this.scopeOf.get(e.number);
    const before = [...new Set(this.scopeOf.values())].filter((s) => s !== own && (s.members[0]?.number ?? 0) < e.number);
    return before.reverse().map((s) => s.context);
  }

  /** May the layout make a difference to it? */
  sensitive(e: Entry): boolean {
    const known = this.ofLayout.get(e.number) ?? sensitive(e, (this.scopeOf.get(e.number) as Scope).context);
    this.ofLayout.set(e.number, known);
    return known;
  }

  of(e: Entry, layout: Layout): Truth {
    const key = this.sensitive(e) ? `${e.number} ${layout}` : `${e.number}`;
    const known = this.known.get(key) ?? (this.late() ? outOfTime : judgeEntry(e, this.court(e, layout)));
    this.known.set(key, known);
    return known;
  }
}
