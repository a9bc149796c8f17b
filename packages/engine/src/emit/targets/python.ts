import { framed, functionName } from "../frame.ts";
import { identifiersFor } from "../names.ts";
import { type Node, nodesBelow } from "../node.ts";
import type { CodeOperation } from "../operation.ts";
import { type Argument, type CodeFunction, type Literal, literal, type Plan, type Trial } from "../plan.ts";
import { type SelfTest, selfTestOf } from "../selftest.ts";
import { assumption, levels, plainNumbers, type Script, type Spellings, type Writer, wrapped, writeStatements } from "../write.ts";

/** What Python's array libraries share: the frame of a function, sizes from shapes, loops. */

const keywords =
  "False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield print range len float int sum min max abs value gradient hessian hvp jvp vjp newton".split(
    " ",
  );

const python: Omit<Script, "spellings"> = {
  base: 0,
  ...plainNumbers,
  power: (name, k) => `${name}**${k}`,
};

/** A library: the lines that import it, and helpers that are printed where the code names them. */
export interface PythonLibrary {
  readonly spellings: Spellings;
  readonly header: readonly string[];
  /** Imports by the name that asks for them. */
  readonly imports: Readonly<Record<string, string>>;
  readonly helpers: Readonly<Record<string, string>>;
  /** An array of zeros of the sides, and the way to add to it. */
  readonly zeros: (sides: readonly string[], like: string) => string;
  /** Lines that make arrays of scalar arguments, where functions take arrays only. */
  readonly scalars?: (names: readonly string[], like: string) => readonly string[];
  readonly returned?: (values: readonly string[]) => string;
  /** Are large arguments in parts? Then the description says which, and this of how. */
  readonly partitioned?: string;
  /** What the self-test says before it makes arrays: its differences need double precision. */
  readonly double?: string;
  /** An array of a list of numbers. */
  readonly array: (list: string) => string;
  readonly reserved: readonly string[];
}

const called = (text: string, name: string): boolean => new RegExp(`(?<![\\w.])${name}(?!\\w)`).test(text.replace(/"""[\s\S]*?"""/g, ""));

function shapeText(sides: readonly string[]): string {
  return sides.length === 0 ? "number" : `(${sides.join(", ")}${sides.length === 1 ? "," : ""})`;
}

/** Lines that read the sizes that the code names from the arguments. */
function sizeLines(w: Writer, args: readonly Argument[]): string[] {
  const lines: string[] = [];
  const known = new Set<string>(args.filter((a) => a.rank === 0).map((a) => a.name));
  const wanted = () => [...w.sizes].filter((s) => !known.has(s));
  for (const a of args) {
    if (!wanted().some((s) => a.sides.includes(s))) continue;
    const names = a.sides.map((s) => (wanted().includes(s) ? s : undefined));
    const id = w.identifier(a.name);
    if (a.rank === 1) lines.push(`${w.identifier(names[0] as string)} = ${id}.shape[0]`);
    else if (names[0] && names[1] && names[0] !== names[1]) lines.push(`${w.identifier(names[0])}, ${w.identifier(names[1])} = ${id}.shape`);
    else lines.push(`${w.identifier((names[0] ?? names[1]) as string)} = ${id}.shape[${names[0] ? 0 : 1}]`);
    for (const n of names) if (n) known.add(n);
  }
  return lines;
}

/** A text inside a docstring. */
const quoted = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll('"""', "...");

function functionText(f: CodeFunction, plan: Plan, library: PythonLibrary): string {
  const { args, s, w } = framed(f, plan, { ...python, spellings: library.spellings }, [...keywords, ...library.reserved, ...Object.keys(library.imports)]);
  const like = args.find((a) => a.rank > 0)?.name;
  w.like = like === undefined ? "" : w.identifier(like);
  const samples = library.partitioned ? samplesOf(plan) : undefined;
  if (samples !== undefined) w.blocks = blocksOf(f, samples);
  const body = writeStatements(w, s.statements, {
    assign: (name, value) => [`${name} = ${value()}`],
    loop: (w, st, value, inner) => {
      const [low, high] = st.node.args as [Node, Node];
      const top = w.piece(high).text;
      const start = `${st.name} = ${library.zeros(
        st.node.rank === 0 ? [] : st.node.rank === 1 ? [w.rows(st.node)] : [w.rows(st.node), w.cols(st.node)],
        w.like,
      )}`;
      if (st.node.op === "integral")
        return [
          start,
          `for ${st.index}, ${st.weight} in _quadrature(${w.piece(low).text}, ${top}):`,
          ...inner.map((l) => `    ${l}`),
          `    ${st.name} = ${st.name} + ${st.weight} * ${w.held(w.piece(st.node.args[2] as Node), levels.prefix)}`,
        ];
      const range = low.op === "number" && low.value?.equals(1) ? top : `${w.subscript(st.node, 0)}, ${top}`;
      return [
        `${st.name} = ${library.zeros(st.node.rank === 0 ? [] : st.node.rank === 1 ? [w.rows(st.node)] : [w.rows(st.node), w.cols(st.node)], w.like)}`,
        `for ${st.index} in range(${range}):`,
        ...inner.map((l) => `    ${l}`),
        `    ${st.name} = ${st.name} + ${value()}`,
      ];
    },
  });
  const returned = f.results.map((r) => s.names.get(r.node.id) ?? w.piece(r.node).text);
  const shapes = (list: readonly Argument[]) => list.map((a) => `    ${w.identifier(a.name)}: ${shapeText(a.sides)}`);
  const last = /^(\w+) = (.*)$/.exec(body[body.length - 1] ?? "");
  const direct = returned.length === 1 && last?.[1] === returned[0];
  if (direct) body.pop();
  const results = direct ? [last?.[2] as string] : returned;
  const lines = [
    `def ${functionName(f, plan)}(${args.map((a) => w.identifier(a.name)).join(", ")}):`,
    ...wrapped(`"""${quoted(f.title)}.`, "    "),
    "",
    ...shapes(args),
    ...(library.partitioned ? partitionLines(samples, args, w, library.partitioned) : []),
    ...assumption("assumes", f.assumes).flatMap((t) => wrapped(quoted(t), "    ")),
    `    returns ${f.results.map((r) => `${r.name}: ${shapeText(r.sides)}`).join(", ")}`,
    `    cost: ${f.cost.flops} flops, ${f.cost.memory} numbers stored`,
    `    """`,
    ...sizeLines(w, args).map((l) => `    ${l}`),
    ...scalarLines(f, w, args, library).map((l) => `    ${l}`),
    ...body.map((l) => `    ${l}`),
    `    ${library.returned?.(results) ?? `return ${results.join(", ")}`}`,
  ];
  return lines.join("\n");
}

/** Scalar arguments that a function takes become arrays. */
function scalarLines(f: CodeFunction, w: Writer, args: readonly Argument[], library: PythonLibrary): readonly string[] {
  const scalarFunction = (n: Node) => n.rank === 0 && n.args.length > 0 && !arithmetic.has(n.op) && n.args.every((a) => a.rank === 0);
  if (!library.scalars || !nodesBelow(...f.results.map((r) => r.node)).some(scalarFunction)) return [];
  const scalars = args.filter((a) => a.rank === 0 && !a.variable.properties.includes("integer")).map((a) => w.identifier(a.name));
  return library.scalars(scalars, w.like);
}
const arithmetic: ReadonlySet<CodeOperation> = new Set(["add", "subtract", "multiply", "divide", "power", "square", "negate", "loop", "delta", "factorial"]);

/** The dimension of the samples: one that the results do not have, and most arguments share. */
export function samplesOf(plan: Plan): string | undefined {
  const kept = new Set(plan.functions.flatMap((f) => f.results.flatMap((r) => [...r.node.rows.names, ...r.node.cols.names])));
  const args = plan.arguments;
  const counts = new Map<string, number>();
  for (const a of args) for (const side of new Set(a.sides)) if (!kept.has(side) && /^[^\d]/.test(side)) counts.set(side, (counts.get(side) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/** Values that come from blocks: with the dimension of the samples they are in blocks themselves, without it small but not yet computed. */
function blocksOf(f: CodeFunction, samples: string): Map<number, "large" | "small"> {
  const blocks = new Map<number, "large" | "small">();
  for (const n of nodesBelow(...f.results.map((r) => r.node))) {
    const large = [n.rows, n.cols].some((d) => d.names.includes(samples));
    if ((n.op === "argument" && large) || n.args.some((a) => blocks.has(a.id))) blocks.set(n.id, large ? "large" : "small");
  }
  return blocks;
}

function partitionLines(samples: string | undefined, args: readonly Argument[], w: Writer, how: string): string[] {
  if (samples === undefined) return [];
  const along = args.filter((a) => a.sides.includes(samples)).map((a) => w.identifier(a.name));
  return ["", `    ${along.join(", ")}: partitioned along ${samples} ${how}`];
}

/** A function that compares the derivatives with differences at a point, run where the module is run. */
function selfTest(plan: Plan, trial: Trial, library: PythonLibrary): string {
  const f = plan.functions[0] as CodeFunction;
  const taken = new Set([...keywords, ...library.reserved, ...Object.keys(library.imports), "h", "check", "slope", "expected"]);
  const { description, values, moving, call, rank } = selfTestOf(plan, trial, identifiersFor(plan.arguments, f, taken));
  const array = (v: Literal) => (typeof v === "number" ? literal(v) : library.array(literal(v)));
  const flat = (text: string, r: number) => (r === 2 ? `${text}.T.reshape(-1)` : text);
  const [x] = moving as [SelfTest["moving"][number]];
  const moved = (by: "+" | "-") => flat(`${functionName(f, plan)}(${call(by)})[0]`, x.rank === 0 ? 0 : rank);
  const expected = plan.scalar
    ? moving.map((m) => (m.rank === 0 ? `${m.derivative} * ${m.along}` : `(${m.derivative} * ${m.along}).sum()`)).join(" + ")
    : x.rank === 0
      ? `${x.derivative} * ${x.along}`
      : `${x.derivative} @ ${flat(x.along, x.rank)}`;
  return [
    "def check():",
    `    """${description}"""`,
    ...(library.double ? [`    ${library.double}`] : []),
    ...values.map((v) => `    ${v.name} = ${array(v.value)}`),
    ...moving.map((m) => `    ${m.along} = ${array(m.direction)}`),
    "    h = 1e-6",
    `    slope = (${moved("+")} - ${moved("-")}) / (2 * h)`,
    `    ${["_", ...moving.map((m) => m.derivative)].join(", ")} = ${functionName(f, plan)}(${call("")})`,
    `    expected = ${expected}`,
    plan.scalar
      ? "    assert abs(float(slope) - float(expected)) <= 1e-5 * (1 + abs(float(slope)))"
      : "    assert abs(slope - expected).max() <= 1e-5 * (1 + abs(slope).max())",
    "",
    "",
    'if __name__ == "__main__":',
    "    check()",
    '    print("check passed")',
  ].join("\n");
}

/** The text of a module. Throws `Unspelled`. */
export function writePython(plan: Plan, library: PythonLibrary): string {
  const functions = plan.functions.map((f) => functionText(f, plan, library));
  const test = plan.trial ? selfTest(plan, plan.trial, library) : "";
  let text = [...functions, ...(test ? [test] : [])].join("\n\n\n");
  // a helper may call another
  for (let size = -1; size !== text.length; ) {
    size = text.length;
    const wanted = Object.entries(library.helpers).filter(([name, body]) => called(text, name) && !text.includes(body));
    text = [...wanted.map(([, body]) => body), text].join("\n\n\n");
  }
  const imports = [...new Set(Object.entries(library.imports).flatMap(([name, line]) => (called(text, name) ? [line] : [])))];
  return `${merged([...library.header, ...imports]).join("\n")}\n\n\n${text}\n`;
}

/** Imports in order, `from a import b` and `from a import c` on one line. */
function merged(lines: readonly string[]): string[] {
  const from = new Map<string, string[]>();
  const plain: string[] = [];
  for (const line of lines) {
    const m = /^from (\S+) import (.+)$/.exec(line);
    if (m) from.set(m[1] as string, [...(from.get(m[1] as string) ?? []), m[2] as string]);
    else plain.push(line);
  }
  return [...plain.sort(), ...[...from].sort(([a], [b]) => (a < b ? -1 : 1)).map(([module, names]) => `from ${module} import ${names.sort().join(", ")}`)];
}
