/** Sizes that are not known yet: classes of equal ones, each with a number or a name where it has one. */
export class Size {
  private parent: Size | undefined;
  /** 1, or another number that is fixed. */
  number: number | undefined;
  name: string | undefined;
  /** Is it the product of two others? */
  factors: readonly [Size, Size] | undefined;
  constructor(number?: number, name?: string) {
    this.number = number;
    this.name = name;
  }

  get root(): Size {
    let r: Size = this;
    while (r.parent) r = r.parent;
    return r;
  }

  /** Is the other one of its factors, or in one of them? */
  private holds(other: Size): boolean {
    return this.factors?.some((f) => f.root === other || f.root.holds(other)) ?? false;
  }

  /** Makes two sizes one; false where they cannot be. */
  static unify(a: Size, b: Size): boolean {
    const [x, y] = [a.root, b.root];
    if (x === y) return true;
    if (x.holds(y) || y.holds(x)) return false;
    if (x.factors && y.factors) {
      const [[a0, a1], [b0, b1]] = [x.factors, y.factors];
      // m*n and n*m, of `vec A` and `vec A'`
      const crossed = a0.root !== b0.root && a1.root !== b1.root && (a0.root === b1.root || a1.root === b0.root);
      if (crossed) return Size.unify(a0, b1) && Size.unify(a1, b0);
    }
    if (x.factors && y.factors) return Size.unify(x.factors[0], y.factors[0]) && Size.unify(x.factors[1], y.factors[1]);
    if ((x.factors || y.factors) && (x.number !== undefined || y.number !== undefined)) return false;
    if (x.factors || y.factors) {
      const [made, plain] = x.factors ? [x, y] : [y, x];
      plain.parent = made;
      return true;
    }
    if (x.number !== undefined && y.number !== undefined) return x.number === y.number;
    // what is not known is never 1, unless it is open
    const [fixed, other] = x.number !== undefined ? [x, y] : [y, x];
    if (fixed.number === 1 && !other.open) return false;
    other.parent = fixed;
    fixed.name ??= other.name;
    fixed.open &&= other.open;
    return true;
  }

  /** May it turn out to be 1? */
  open = false;

  static one(): Size {
    return new Size(1);
  }

  static product(a: Size, b: Size): Size {
    if (a.isOne) return b;
    if (b.isOne) return a;
    const s = new Size();
    s.factors = [a, b];
    return s;
  }

  static openSize(): Size {
    const s = new Size();
    s.open = true;
    return s;
  }

  get isOne(): boolean {
    return this.root.number === 1;
  }
}

export interface Shape {
  readonly rows: Size;
  readonly cols: Size;
}

export const scalarShape = (): Shape => ({ rows: Size.one(), cols: Size.one() });
export const isScalarShape = (s: Shape): boolean => s.rows.isOne && s.cols.isOne;
