/** Signs of Unicode, and the LaTeX that they stand for. */
type Spelled = { readonly kind: "letter" | "digit" | "command" | "char" | "open" | "close"; readonly text: string };

/** A sign of the transpose that may stand without `^`. */
export const raisedTop = "ᵀ";

const command = (text: string): Spelled => ({ kind: "command", text });
const char = (text: string): Spelled => ({ kind: "char", text });
const open: Spelled = { kind: "open", text: "{" };
const close: Spelled = { kind: "close", text: "}" };

const greekNames = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho varsigma sigma tau upsilon phi chi psi omega".split(
  " ",
);
const capitals = new Set("Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega".split(" "));

const commands: ReadonlyMap<string, string> = new Map([
  ...greekNames.map((name, k) => [String.fromCodePoint(0x3b1 + k), name] as const),
  ...greekNames
    .map((name, k) => [String.fromCodePoint(0x391 + k), name.charAt(0).toUpperCase() + name.slice(1)] as const)
    .filter(([, name]) => capitals.has(name)),
  ...Object.entries({
    "∂": "partial",
    "∇": "nabla",
    "∑": "sum",
    "∏": "prod",
    "∫": "int",
    "√": "sqrt",
    "∞": "infty",
    "⊙": "odot",
    "∘": "circ",
    "⊗": "otimes",
    "⊘": "oslash",
    "×": "times",
    "·": "cdot",
    "⋅": "cdot",
    "∈": "in",
    "≤": "le",
    "≥": "ge",
    "≠": "ne",
    "≈": "approx",
    "≡": "equiv",
    "∝": "propto",
    "≜": "triangleq",
    "∼": "sim",
    "→": "to",
    "←": "leftarrow",
    "⇒": "Rightarrow",
    "⟹": "Rightarrow",
    "↦": "mapsto",
    "∴": "therefore",
    "∵": "because",
    "…": "ldots",
    "⋯": "cdots",
    "⋮": "vdots",
    "⋱": "ddots",
    "‖": "|",
    "∥": "|",
    "⟨": "langle",
    "⟩": "rangle",
    "±": "pm",
    ϵ: "epsilon",
    ϕ: "phi",
    ϑ: "vartheta",
    ℓ: "ell",
    "†": "dagger",
  }),
]);

const characters: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "−": "-",
    "–": "-",
    "－": "-",
    "＋": "+",
    "＝": "=",
    "′": "'",
    "’": "'",
    "（": "(",
    "）": ")",
    "［": "[",
    "］": "]",
    "｜": "|",
    "，": ",",
    "；": ";",
    "：": ":",
    "、": ",",
    "∗": "*",
    "∣": "|",
    "／": "/",
  }),
);

const signs = (small: string, large: string): ReadonlyMap<string, string> => new Map([...small].map((c, k) => [c, large[k] as string] as const));
const raised = signs("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴴ", "0123456789-+=()abcdefghijklmnoprstuvwxyzH");
const lowered = signs("₀₁₂₃₄₅₆₇₈₉₋₊₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789-+=()aehijklmnoprstuvx");
const plain = (c: string): Spelled => ({ kind: /\d/.test(c) ? "digit" : /[A-Za-z]/.test(c) ? "letter" : "char", text: c });

/** A sign that is a superscript or a subscript by itself: which, and the sign in its full size. */
export function scriptSign(c: string): { readonly script: "^" | "_"; readonly token: Spelled } | undefined {
  const up = c === raisedTop ? "T" : raised.get(c);
  if (up !== undefined) return { script: "^", token: plain(up) };
  const down = lowered.get(c);
  return down === undefined ? undefined : { script: "_", token: plain(down) };
}

/** The blocks of styled letters: first code point, how many, font. */
const styled: readonly (readonly [from: number, to: number, font: string])[] = [
  [0x1d400, 0x1d433, "mathbf"],
  [0x1d434, 0x1d467, "mathit"],
  [0x1d468, 0x1d49b, "mathbf"],
  [0x1d49c, 0x1d4cf, "mathcal"],
  [0x1d538, 0x1d56b, "mathbb"],
  [0x1d6a8, 0x1d6e1, "mathbf"],
  [0x2102, 0x2124, "mathbb"],
];

/** The tokens that a character stands for; undefined where it stands for itself. */
export function spelledOut(c: string): readonly Spelled[] | undefined {
  if (c < "\x80") return undefined;
  const name = commands.get(c);
  if (name) return [command(name)];
  const sign = characters.get(c);
  if (sign) return [char(sign)];
  if (c === "ᵀ" || c === "⊤") return [command(raisedTop)];
  const up = raised.get(c);
  if (up) return [char("^"), open, plain(up), close];
  const down = lowered.get(c);
  if (down) return [char("_"), open, plain(down), close];
  const code = c.codePointAt(0) as number;
  const font = styled.find(([from, to]) => code >= from && code <= to)?.[2];
  const letter = c.normalize("NFKC");
  if (!font || letter === c) return undefined;
  const greek = commands.get(letter);
  return greek
    ? [command(font), open, command(greek), close]
    : /^[A-Za-z]$/.test(letter)
      ? [command(font), open, { kind: "letter", text: letter }, close]
      : undefined;
}
