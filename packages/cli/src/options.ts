import type { DeriveRequest, Form, Lang, Layout, RequestCommon } from "gradus";
import type { Said } from "./messages.ts";

export const layouts: readonly Layout[] = ["mixed", "numerator", "denominator"];
export const forms: readonly Form[] = ["matrix", "differential", "index", "vec", "jvp", "vjp", "hvp", "newton"];
export const codeForms: readonly Form[] = ["jvp", "vjp", "newton"];
export const structures = ["entries", "projected", "cholesky", "riemannian"] as const;
export const formats = ["text", "unicode", "latex", "markdown", "json"] as const;
export const methods = ["differential", "chain", "components", "definition"] as const;
export const details = ["brief", "normal", "full"] as const;
export const conventions = ["cs229", "mml", "magnus", "cookbook", "minka", "zhihu"] as const;
export type Format = (typeof formats)[number];

/** The options as the command line gives them. */
export interface Options {
  readonly wrt?: readonly string[];
  readonly for?: string;
  readonly declare?: readonly string[];
  readonly define?: readonly string[];
  readonly condition?: readonly string[];
  readonly layout?: Layout;
  readonly order?: 1 | 2;
  readonly form?: Form;
  /** `true` where no kind is named: the one that the structure has. */
  readonly structured?: (typeof structures)[number] | true;
  readonly vectorise?: boolean;
  readonly format: Format;
  readonly verify: boolean;
  readonly lang?: Lang;
  readonly steps?: boolean;
  readonly method?: (typeof methods)[number];
  readonly detail?: (typeof details)[number];
  readonly convention?: (typeof conventions)[number];
  /** What the expression is written in; the language where it is not said. */
  readonly from?: "latex";
  /** A file of `\newcommand`s. */
  readonly macros?: string;
}

export const noteFormats = ["text", "json", "html", "sarif"] as const;

/** The options of `gradus notes` as the command line gives them. */
export interface NoteOptions {
  readonly format: (typeof noteFormats)[number];
  readonly strict?: boolean;
  readonly fixSuggestions?: boolean;
  readonly all?: boolean;
  readonly lang?: Lang;
}

/** A mistake in how the command was called: exit code 2. */
export class UsageError extends Error {
  constructor(message: Said) {
    super(message);
  }
}

/** Splits `a = W*x + b; h = exp(a)` at semicolons and lines, and each at its first `=`. */
export function definitions(texts: readonly string[]): Record<string, string> {
  const parts = texts
    .flatMap((text) => text.split(/[;\n]/))
    .map((part) => part.replace(/#.*$/, "").trim())
    .filter((part) => part !== "");
  return Object.fromEntries(
    parts.map((part) => {
      const at = part.indexOf("=");
      if (at < 1) throw new UsageError(`a definition is written name = expression, not '${part}'`);
      return [part.slice(0, at).trim(), part.slice(at + 1).trim()];
    }),
  );
}

/** The language that the environment asks for, English where it asks for none we have. */
export function languageOf(environment: Readonly<Record<string, string | undefined>>): Lang {
  return (environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || "").startsWith("zh") ? "zh" : "en";
}

/** The language that the command's arguments, else the environment, ask for: known before the arguments are read, for the help. */
export function askedLanguage(argv: readonly string[], environment: Parameters<typeof languageOf>[0]): Lang {
  const at = argv.findIndex((a) => a === "--lang" || a.startsWith("--lang="));
  const asked = at < 0 ? undefined : (argv[at]?.split("=")[1] ?? argv[at + 1]);
  return asked === "en" || asked === "zh" ? asked : languageOf(environment);
}

/** The parts of a request that every task shares. */
export function commonRequest(options: Options): RequestCommon {
  return {
    ...(options.declare?.length ? { declare: options.declare.join("\n") } : {}),
    ...(options.define?.length ? { define: definitions(options.define) } : {}),
    ...(options.condition?.length ? { conditions: options.condition.flatMap((text) => text.split(";").map((c) => c.trim())).filter((c) => c !== "") } : {}),
    ...(options.verify ? {} : { verify: false }),
    ...(options.lang || languageOf(process.env) === "zh" ? { lang: options.lang ?? "zh" } : {}),
  };
}

export const vectorising = ({ vectorise }: Options) => (vectorise === undefined ? {} : { vectorise });

/** The request to derive an expression by the names given; one name is itself, several are a list. */
export function deriveRequest(expression: string, wrt: readonly string[], options: Options): DeriveRequest {
  return {
    expression,
    wrt: wrt.length === 1 ? (wrt[0] as string) : wrt,
    ...(options.order ? { order: options.order } : {}),
    ...(options.layout ? { layout: options.layout } : {}),
    ...(options.form ? { form: options.form } : {}),
    ...(options.structured ? { structured: options.structured } : {}),
    ...vectorising(options),
    ...commonRequest(options),
    ...stepsRequest(options),
  };
}

/** A method, a level of detail or a convention asks for steps too. */
export function stepsRequest({ steps, method, detail, convention }: Options): Pick<RequestCommon, "steps"> {
  if (!steps && !method && !detail && !convention) return {};
  const asked = { ...(method && { method }), ...(detail && { detail }), ...(convention && { convention }) };
  return { steps: Object.keys(asked).length ? asked : true };
}
