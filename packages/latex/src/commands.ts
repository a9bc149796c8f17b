/** The commands of LaTeX by what they mean to a reader. Rows, no code: a command is added here. */

const words = (text: string): readonly string[] => text.trim().split(/\s+/);
const set = (text: string): ReadonlySet<string> => new Set(words(text));

/** Nothing but space and layout. */
export const spaces =
  set(`, ; : ! > quad qquad enspace enskip thinspace medspace thickspace negthinspace displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits
  nonumber notag hfill hfil noindent mathstrut strut null relax / centering allowbreak nobreak big Big bigg Bigg bigl bigr bigm Bigl Bigr Bigm biggl biggr biggm Biggl Biggr Biggm
  left right middle small large normalsize bf rm it cr hline allowdisplaybreaks break newline par protect smallskip medskip bigskip ensuremath`);
/** Space wide enough to set statements apart. */
export const wideSpaces = set("quad qquad hfill");

/** How many arguments a command takes; those not named take none. */
export const arity: ReadonlyMap<string, number> = new Map([
  ...words(`mathbf boldsymbol bm mathrm mathbb mathcal mathscr mathfrak mathsf mathtt mathit mathnormal pmb bold textbf textrm textit text textsf texttt mbox hbox operatorname operatornamewithlimits mathop mathrel mathbin mathord
    mathopen mathclose mathinner hat widehat tilde widetilde bar overline vec dot ddot check breve acute grave underline boxed underbrace overbrace sqrt cancel emph
    phantom hphantom vphantom smash label tag ref eqref cite hspace vspace mspace kern color overrightarrow xrightarrow xleftarrow xlongequal xRightarrow substack norm
    pmod bmod input include write eqno leqno textnormal sideset mathring underset@ DeclareMathOperator@`).map((c) => [c, 1] as const),
  ...words("frac dfrac tfrac cfrac binom dbinom tbinom overset underset stackrel class textcolor colorbox cssId style htmlClass href raisebox rule").map(
    (c) => [c, 2] as const,
  ),
]);

/** Whose last argument is shown as it stands. */
export const wrappers = set(
  `class textcolor colorbox cssId style htmlClass href raisebox boxed underbrace overbrace underline mathop mathrel mathbin mathord mathopen mathclose mathinner smash cancel emph mathit mathnormal textit overrightarrow mathring`,
);
/** Which, arguments and all, show nothing that is mathematics. */
export const silent = set("phantom hphantom vphantom label ref eqref cite hspace vspace mspace color rule input include write eqno leqno");

export type Font = "bold" | "blackboard" | "calligraphic" | "roman";
export const fonts: ReadonlyMap<string, Font> = new Map([
  ...words("mathbf boldsymbol bm pmb bold textbf").map((c) => [c, "bold"] as const),
  ...words("mathbb").map((c) => [c, "blackboard"] as const),
  ...words("mathcal mathscr mathfrak").map((c) => [c, "calligraphic"] as const),
  ...words("mathrm operatorname operatornamewithlimits textrm text mbox hbox mathsf mathtt textsf texttt textnormal").map((c) => [c, "roman"] as const),
]);
/** Switches of a font at the start of a group, and the command that takes the group as its argument. */
export const switches: ReadonlyMap<string, string> = new Map(
  Object.entries({
    bf: "mathbf",
    bfseries: "mathbf",
    boldmath: "boldsymbol",
    rm: "mathrm",
    it: "mathit",
    sl: "mathit",
    cal: "mathcal",
    sf: "mathsf",
    tt: "mathtt",
  }),
);
/** Of these, those that hold words as often as symbols. */
export const textual = set("text textrm mbox hbox textsf texttt textnormal textbf textit emph");

/** Accents, and the word each adds to a name. */
export const accents: ReadonlyMap<string, string> = new Map(
  Object.entries({
    hat: "hat",
    widehat: "hat",
    tilde: "tilde",
    widetilde: "tilde",
    bar: "bar",
    overline: "bar",
    vec: "",
    dot: "dot",
    ddot: "ddot",
    check: "check",
    breve: "breve",
  }),
);

const greek = words(`alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi psi omega
  Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega`);
/** Commands that are letters, and the letter's name in the language. */
export const letters: ReadonlyMap<string, string> = new Map([
  ...greek.map((g) => [g, g] as const),
  ...["epsilon", "theta", "pi", "rho", "sigma", "phi", "kappa"].map((g) => [`var${g}`, g] as const),
  ...["Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega"].map((g) => [`var${g}`, g] as const),
  ["ell", "ell"],
  ["hbar", "hbar"],
  ["imath", "i"],
  ["jmath", "j"],
  ["infty", "infty"],
]);

/** Signs between the sides of a statement. */
export const relations: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "=": "=",
    "<": "<",
    ">": ">",
    eq: "=",
    triangleq: ":=",
    coloneqq: ":=",
    coloneq: ":=",
    doteq: ":=",
    equiv: "≡",
    approx: "≈",
    simeq: "≈",
    cong: "≈",
    propto: "∝",
    le: "<=",
    leq: "<=",
    leqslant: "<=",
    preceq: "<=",
    ge: ">=",
    geq: ">=",
    geqslant: ">=",
    succeq: ">=",
    lt: "<",
    gt: ">",
    prec: "<",
    succ: ">",
    ll: "<",
    gg: ">",
    ne: "!=",
    neq: "!=",
    sim: "~",
    in: "in",
    ni: "ni",
    notin: "notin",
    subset: "subset",
    subseteq: "subset",
    to: "->",
    rightarrow: "->",
    longrightarrow: "->",
    mapsto: "|->",
    longmapsto: "|->",
    leftarrow: "<-",
    gets: "<-",
    perp: "perp",
    xlongequal: "=",
    xrightarrow: "->",
    xleftarrow: "<-",
  }),
);
/** Arrows from a statement to what follows from it. */
export const implications = set(
  "Longrightarrow Rightarrow implies impliedby Leftarrow Longleftarrow iff Leftrightarrow Longleftrightarrow Downarrow Uparrow therefore because xRightarrow land wedge lor vee",
);
export const dots = set("cdots ldots dots vdots ddots dotsc dotsb dotsm dotsi dotso hdots iddots adots");

/** Environments that only arrange rows. */
export const arrangements = set(
  "align aligned alignat alignedat split gather gathered eqnarray equation multline multlined flalign displaymath math subequations dcases@ document center",
);

/** Operators between factors: the operation, and whether it binds as tightly as juxtaposition. */
export const infixes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    odot: "odot",
    circ: "circ",
    otimes: "otimes",
    oslash: "oslash",
    cdot: "cdot",
    times: "times",
    "*": "cdot",
    ast: "cdot",
    bullet: "cdot",
    star: "odot",
    "/": "slash",
    div: "slash",
    backslash: "backslash",
    setminus: "backslash",
    boxtimes: "otimes",
    circledast: "odot",
    oplus: "oplus",
    Cdot: "cdot",
  }),
);

/** Words that are functions of the language, as people write them. */
export const functions: ReadonlyMap<string, string> = new Map(
  Object.entries({
    tr: "tr",
    trace: "tr",
    Tr: "tr",
    Trace: "tr",
    det: "det",
    Det: "det",
    logdet: "logdet",
    ln: "log",
    log: "log",
    exp: "exp",
    sin: "sin",
    cos: "cos",
    tan: "tan",
    arcsin: "asin",
    arccos: "acos",
    arctan: "atan",
    asin: "asin",
    acos: "acos",
    atan: "atan",
    sinh: "sinh",
    cosh: "cosh",
    tanh: "tanh",
    max: "max",
    min: "min",
    diag: "diag",
    Diag: "diag",
    vec: "vec",
    Vec: "vec",
    softmax: "softmax",
    Softmax: "softmax",
    sigmoid: "sigmoid",
    softplus: "softplus",
    relu: "relu",
    ReLU: "relu",
    sign: "sign",
    sgn: "sign",
    erf: "erf",
    adj: "adj",
    rowsum: "rowsum",
    colsum: "colsum",
    sum: "sum",
    mean: "mean",
    logsumexp: "logsumexp",
    lse: "logsumexp",
    expm: "expm",
    logm: "logm",
    sinm: "sinm",
    cosm: "cosm",
    sqrtm: "sqrtm",
    inv: "inv",
    pinv: "pinv",
    tril: "tril",
    triu: "triu",
    chol: "chol",
    kron: "kron",
    abs: "abs",
    step: "step",
    gelu: "gelu",
    silu: "silu",
    skew: "skew",
    expm1: "expm1",
    log1p: "log1p",
    nuclear: "nuclear",
    outer: "outer",
    cross: "cross",
    dot: "dot",
    shift: "shift",
    comm: "comm",
    factorial: "factorial",
    normal: "normal",
    KL: "KL",
    normF: "normF",
    norm: "norm",
    norm2: "norm2",
    norm1: "norm1",
    norminf: "norminf",
    lambdamax: "lambdamax",
  }),
);
/** What may stand before its argument without brackets: `\log x`, `\tr AB`; commands, not words of letters. */
export const bare = set("tr trace Tr Trace det Det ln log exp sin cos tan arcsin arccos arctan sinh cosh tanh diag vec logdet sign sgn adj rank");
/** Words that are functions the language does not have, or has not by that name alone. */
export const foreignFunctions = set(
  "rank span Var Cov cov var Pr prob arg sup inf lim Im Re ker dim deg gcd sec csc cot coth csch sech mod argmin argmax KL grad div rot curl Ent H erfc dist proj prox sinc limsup liminf conv dom cond lg adjugate card",
);
