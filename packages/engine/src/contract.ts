/** Requests and responses: the same objects in the library, on the command line (JSON lines) and in every service. */

export type Task = "derive" | "simplify" | "check" | "solve" | "convexity" | "code";
export type Layout = "numerator" | "denominator" | "mixed";
export type Form = "matrix" | "differential" | "index" | "vec" | "jvp" | "vjp" | "hvp" | "newton";
export type Structured = boolean | "entries" | "projected" | "cholesky" | "riemannian";
export type Lang = "en" | "zh";
/** Start and end in the text, the end excluded, counted in UTF-16 units. */
export type Span = readonly [start: number, end: number];

/** What `steps` asks of a derivation. */
export interface StepOptions {
  readonly method?: string;
  readonly detail?: string;
  readonly convention?: string;
}

/** What every request may say. */
export interface RequestCommon {
  readonly id?: string | number | null;
  /** Name to type: `{"A": "matrix(m,n)"}`; or one string of declarations. */
  readonly declare?: Readonly<Record<string, string>> | string;
  /** Conditions on dimensions and matrices: `m >= n`, `commute(A, B)`. */
  readonly conditions?: readonly string[];
  /** Name to expression, in order. */
  readonly define?: Readonly<Record<string, string>>;
  readonly lang?: Lang;
  /** Compare with differences at random points; true unless said otherwise. */
  readonly verify?: boolean;
  readonly steps?: boolean | StepOptions;
}

export interface DeriveRequest extends RequestCommon {
  readonly task?: "derive";
  readonly expression: string;
  /** `x`, an entry `X[2,1]`, a mixed second derivative `x,y`, or a list. */
  readonly wrt: string | readonly string[];
  readonly order?: 1 | 2;
  readonly layout?: Layout;
  readonly form?: Form;
  readonly structured?: Structured;
  /** Sums over samples as products of stacked matrices always (true) or never (false); else where that is shorter. */
  readonly vectorise?: boolean;
  readonly explain?: readonly ("check" | "shapes" | "network")[];
}

export interface SimplifyRequest extends RequestCommon {
  readonly task: "simplify";
  readonly expression: string;
  readonly vectorise?: boolean;
}

export interface CheckRequest extends RequestCommon {
  readonly task: "check";
  readonly expression?: string;
  readonly wrt?: string | readonly string[];
  readonly claim?: string;
  readonly left?: string;
  readonly right?: string;
  /** A derivation, line by line. */
  readonly lines?: readonly string[];
  /** What is said elsewhere of the names, `A symmetric`, `commute(A, B)`: not taken for granted, but the first to be tried where a claim needs an assumption. */
  readonly stated?: readonly string[];
  readonly order?: 1 | 2;
  readonly layout?: Layout;
}

export interface SolveRequest extends RequestCommon {
  readonly task: "solve";
  readonly expression: string;
  readonly for: string;
}

export interface ConvexityRequest extends RequestCommon {
  readonly task: "convexity";
  readonly expression: string;
  readonly wrt?: string;
}

export interface CodeRequest extends Omit<DeriveRequest, "task"> {
  readonly task: "code";
  readonly emit: readonly string[];
  readonly hvp?: boolean;
  readonly sizes?: Readonly<Record<string, number>>;
  readonly withCheck?: boolean;
  /** JavaScript that loads OpenBLAS by `gradus-native` where there is one. */
  readonly native?: boolean;
  /** PyTorch on several processes, each with its part of the samples: sums over them are added up by all-reduce. */
  readonly distributed?: boolean;
}

export type Request = DeriveRequest | SimplifyRequest | CheckRequest | SolveRequest | ConvexityRequest | CodeRequest;

/** Something worth knowing beside the answer: an inferred kind, a kink, a wrt that does not occur. */
export interface Note {
  readonly code: string;
  readonly message: string;
  readonly span?: Span;
}

/** A part used more than once, defined by those before it. */
export interface Where {
  readonly name: string;
  readonly expression: string;
  readonly shape: Shape;
}

/** One line of a derivation: whole right-hand sides, and the rule that makes one of the other. */
export interface Step {
  /** A chain goes from a `question` (before = after = f) by a `differential-of` and rewritings to a `read-off`, the last of which is the answer. */
  readonly kind: "question" | "differential-of" | "rewrite" | "read-off";
  readonly rule: string;
  /** What the right-hand sides are equal to: `df`, `vec(df)`; of the last line the name of the answer. */
  readonly left: string;
  /** `left` in LaTeX, where it is no name. */
  readonly leftLatex?: string;
  readonly before: string;
  readonly after: string;
  /** `after` in LaTeX. */
  readonly latex: string;
  /** By the convention asked for: the line, and what it is equal to, as text and in LaTeX. */
  readonly written?: {
    readonly left: string;
    readonly leftLatex?: string | undefined;
    readonly text: string;
    readonly latex: string;
    readonly transpose: string;
    readonly colon?: true;
  };
  /** The part of `before` that was touched: positions of arguments from the root. */
  readonly path: readonly number[];
  /** Of a list of names, in the first line of each derivation: the name it is by. */
  readonly by?: string;
  /** At `full`: the part of f whose differential this chain takes, before the chain of f itself. */
  readonly of?: string;
  /** At `full`: the factors of `after` in order, each with its shape, and as LaTeX writes it. */
  readonly shapes?: readonly (readonly [part: string, shape: Shape, latex: string])[];
  /** The text of that part, where it is not all. */
  readonly touched?: string;
  readonly touchedLatex?: string;
  /** Declared properties the rule rests on. */
  readonly used: readonly string[];
  /** Where the rule is found. */
  readonly source?: string;
  readonly text: Readonly<Record<Lang, string>>;
  /** Method `components`: the free indices with their ranges. */
  readonly indices?: readonly (readonly [index: string, range: string])[];
  readonly verified: Verified;
}

/** Rows and columns, as dimensions in the language. */
export type Shape = readonly [rows: string, cols: string];

/** What the comparison with differences found; `skipped` only on `verify: false`. */
export interface Verified {
  readonly status: "passed" | "skipped";
  readonly maxError?: number;
  readonly trials?: number;
  readonly seed?: number;
  /** With `explain: ["check"]`: the sizes of the points, and the error of the comparison by steps of size h, at the first point. */
  readonly sizes?: readonly Readonly<Record<string, number>>[];
  readonly curve?: readonly (readonly [h: number, error: number])[];
}

/** A tensor of a network: what it is, and the indices of its rows and columns by their number in `indices`. */
export interface NetworkNode {
  readonly label: string;
  readonly rows: readonly number[];
  readonly cols: readonly number[];
  /** Is it the variable, or a function of it? */
  readonly variable?: "is" | "in";
}

/** A product of tensors, summed over the indices that are not free. */
export interface NetworkTerm {
  readonly coefficient: string;
  readonly nodes: readonly NetworkNode[];
  /** A free index is one of the rows or of the columns of the whole; of both on a diagonal. */
  readonly indices: readonly { readonly dimension: string; readonly free?: "rows" | "cols" | "both" }[];
}

/** What every answer says, whatever was asked. */
export interface AnswerCommon {
  readonly id: string | number | null;
  readonly ok: true;
  /** The declarations that were settled on, inferred ones too. */
  readonly declared: Readonly<Record<string, string>>;
  /** The smallest set of declared properties under which the answer is right: `S symmetric`. */
  readonly used: readonly string[];
  /** What must hold for the functions to exist, and conditions on dimensions: `X invertible`. */
  readonly conditions: readonly string[];
  readonly notes: readonly Note[];
  readonly where?: readonly Where[];
  readonly verified: Verified;
  /** Milliseconds in all, the check included. */
  readonly ms: number;
}

export interface DeriveAnswer extends AnswerCommon {
  readonly derivative: string;
  readonly latex: string;
  readonly shape: Shape;
  readonly layout: Layout;
  readonly form: Form;
  /** The convention of a gradient within the structure of wrt. */
  readonly structured?: Exclude<Structured, boolean>;
  /** Form `index`: the free indices with their ranges, rows first. */
  readonly indices?: readonly (readonly [index: string, range: string])[];
  /** With `explain: ["shapes"]`: the shape of each part of the expression. */
  readonly shapes?: readonly { readonly span: Span; readonly shape: Shape }[];
  /** With `explain: ["network"]`: the expression and its derivative as sums of tensor networks. */
  readonly network?: { readonly of: readonly NetworkTerm[]; readonly derivative: readonly NetworkTerm[] };
  /** On request: how the answer comes about, line by line. */
  readonly steps?: readonly Step[];
  /** Forms with increments: the name of each wrt's increment or of the cotangent. */
  readonly increments?: Readonly<Record<string, string>>;
}

/** One derivative of a list: by a name, or by two (`x,y`: a block of the Hessian, rows x, columns y). */
export interface ListedDerivative {
  readonly wrt: string;
  readonly derivative: string;
  readonly latex: string;
  readonly shape: Shape;
  readonly layout: Layout;
  readonly verified: Verified;
}

/** The answer to a list of names; all derivatives use the names in `where`, and all passed. */
export interface DerivativesAnswer extends AnswerCommon {
  readonly derivatives: readonly ListedDerivative[];
  readonly form: Form;
  /** On request: the derivation of each, one after the other. */
  readonly steps?: readonly Step[];
}

export interface SimplifyAnswer extends AnswerCommon {
  readonly expression: string;
  readonly latex: string;
  readonly shape: Shape;
  readonly steps?: readonly Step[];
}

/** A point where the two sides of an equation differ: sizes, values by rows, and both sides there. */
export interface Counterexample {
  readonly sizes: Readonly<Record<string, number>>;
  readonly values: Readonly<Record<string, readonly (readonly number[])[]>>;
  readonly left: readonly (readonly number[])[];
  readonly right?: readonly (readonly number[])[];
}

/** A point where both sides agree and are not 0 (unless the claim is that they are), and the claim with a mistake in it that is refuted there. */
export interface CheckWitness {
  readonly sizes: Readonly<Record<string, number>>;
  readonly values: Readonly<Record<string, readonly (readonly number[])[]>>;
  readonly value: readonly (readonly number[])[];
  readonly refuted: string;
}

/** The likely mistake, as a word (`transpose`, `factor`, `lost-term`, ...), in a sentence, and with the claim mended. */
export interface CheckDiagnosis {
  readonly kind: string;
  readonly message: string;
  readonly repaired?: string;
}

export type Verdict = "correct" | "other-layout" | "under-assumption" | "wrong" | "undecided";

/** The verdict on one step of a derivation, `left = right`. */
export interface CheckLink {
  /** Which equality it is, counted from 0 through all lines. */
  readonly index: number;
  readonly line: number;
  readonly left: string;
  readonly right: string;
  readonly verdict: Verdict | "definition";
  readonly layout?: Layout;
  readonly assumptions?: readonly string[];
  readonly reason?: string;
  readonly diagnosis?: CheckDiagnosis;
  /** The right side mended. */
  readonly repaired?: string;
}

export interface CheckAnswer extends AnswerCommon {
  /** `under-assumption`: right where what `assumptions` says holds; `other-layout`: the transpose of it, right in `layout`. */
  readonly verdict: Verdict;
  /** What decided: a proof (one normal form, or shapes that cannot agree), or evaluation at random points. */
  readonly by: "proof" | "evaluation";
  readonly reason?: string;
  readonly counterexample?: Counterexample;
  /** What must hold for the claim: conditions, what both sides need to exist, and the smallest set that makes it right. */
  readonly assumptions: readonly string[];
  /** The layout in which a claimed derivative is right, or that of the right one given. */
  readonly layout?: Layout;
  readonly diagnosis?: CheckDiagnosis;
  /** The right derivative. */
  readonly derivative?: string;
  readonly witness?: CheckWitness;
  /** The steps of a derivation; the verdict is then the worst of theirs. */
  readonly links?: readonly CheckLink[];
}

/** Where the gradient is zero. */
export interface SolveAnswer extends AnswerCommon {
  readonly expression: string;
  readonly latex: string;
  readonly shape: Shape;
  readonly sense: "minimum" | "maximum" | "saddle" | "unknown";
  readonly reason: string;
  /** The derivation of the gradient, then equations. */
  readonly steps?: readonly Step[];
}

/** `hessian` and its `latex` are absent where there is none; `witness` is the point that refutes both convex and concave. */
export interface ConvexityAnswer extends AnswerCommon {
  readonly verdict: "convex" | "concave" | "neither" | "undecided";
  readonly reason: string;
  readonly hessian?: string;
  readonly latex?: string;
  readonly witness?: Readonly<Record<string, readonly (readonly number[])[]>>;
}

/** What a function costs: flops, and numbers stored beside the arguments, as formulas of the dimensions. */
export interface Cost {
  readonly flops: string;
  readonly memory: string;
}

/** The cost of a function and of each of its lines. */
export interface CodeCost extends Cost {
  readonly lines: readonly (Cost & { readonly name: string })[];
}

/** Code by target. `cost` is that of the first function, `costs` that of each: `value`, `hessian`, `hvp`, `jvp`, `vjp`, `newton`. */
export interface CodeAnswer extends AnswerCommon {
  readonly code: Readonly<Record<string, string>>;
  /** What the functions take, in order: the names differentiated by first. */
  readonly arguments: readonly string[];
  readonly cost: Cost;
  readonly costs: Readonly<Record<string, CodeCost>>;
  /** Targets that cannot say an operation, and which. */
  readonly refused?: readonly { readonly target: string; readonly operation: string }[];
}

/** A user's mistake, or what this version cannot do. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  /** Where, in the text that `in` names. */
  readonly span: Span;
  /** The part of the request that `span` counts in: `expression` unless said otherwise, `wrt`, `declare`, `declare.A`, `define.a`, `conditions.0`. */
  readonly in?: string;
  readonly hint?: string;
  readonly related?: readonly { readonly span: Span; readonly message: string; readonly in?: string }[];
  /** With code `unverified`: the answer that could not be checked. */
  readonly candidate?: string;
}

export interface FailureResponse {
  readonly id: string | number | null;
  readonly ok: false;
  readonly error: Failure;
  readonly ms?: number;
}

export type Response = DeriveAnswer | DerivativesAnswer | SimplifyAnswer | CheckAnswer | SolveAnswer | ConvexityAnswer | CodeAnswer | FailureResponse;
