import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline/promises";
import { functionNames } from "gradus";
import { coloursFor } from "./colour.ts";
import { type Said, saying, translated } from "./messages.ts";
import { variablesOf } from "./names.ts";
import { definitions, deriveRequest, forms, languageOf, layouts, type Options, UsageError } from "./options.ts";
import { respond } from "./respond.ts";
import { responseText } from "./text.ts";

interface State extends Options {
  readonly names: ReadonlySet<string>;
}
interface Command {
  readonly usage: string;
  readonly values?: readonly string[];
  /** The state after the command, or a text to show. */
  readonly run: (argument: string, state: State) => State | string;
}

/** A setting that takes one of some values; without one it shows what holds. */
function choice(key: "layout" | "form" | "order", values: readonly (string | number)[]): Command {
  return {
    usage: `:${key} ${values.join(" | ")}`,
    values: values.map(String),
    run(argument, state) {
      if (argument === "") return `${key}: ${state[key] ?? values[0]}`;
      const value = values.find((v) => String(v) === argument);
      return value === undefined ? say(`${key} is one of ${values.join(", ")}`) : { ...state, [key]: value };
    },
  };
}

function list(key: "declare" | "define", usage: string): Command {
  return {
    usage,
    run(argument, state) {
      if (argument === "") return (state[key] ?? []).join("\n") || say("nothing yet");
      if (key === "define") definitions([argument]);
      return { ...state, [key]: [...(state[key] ?? []), argument] };
    },
  };
}

const say = (text: Said) => saying(languageOf(process.env))(text);

const commands: Readonly<Record<string, Command>> = {
  declare: list("declare", ":declare A: matrix(n) symmetric"),
  define: list("define", ":define h = sigmoid(W*x)"),
  wrt: { usage: ":wrt x", run: (argument, state) => (argument === "" ? { ...state, wrt: undefined } : { ...state, wrt: [argument] }) },
  layout: choice("layout", layouts),
  order: choice("order", [1, 2]),
  form: choice("form", forms),
  format: {
    usage: ":format text | unicode | latex | json",
    values: ["text", "unicode", "latex", "json"],
    run: (a, s) => (["text", "unicode", "latex", "json"].includes(a) ? { ...s, format: a as Options["format"] } : `format: ${s.format}`),
  },
  reset: { usage: ":reset", run: (_argument, state) => ({ names: state.names, format: "text", verify: true }) },
  help: { usage: ":help", run: () => help() },
  quit: { usage: ":quit", run: (_argument, state) => state },
};

function help(): string {
  return `${say("Type an expression to differentiate it, by :wrt or by its only variable.")}\n${Object.values(commands)
    .map((c) => `  ${c.usage}`)
    .join("\n")}`;
}

/** Where the prompt remembers what was typed: the user's state folder. */
export function historyFile(environment: NodeJS.ProcessEnv = process.env): string {
  const folder = environment.XDG_STATE_HOME || (process.platform === "win32" && environment.LOCALAPPDATA) || join(homedir(), ".local", "state");
  return join(folder, "gradus", "history");
}

function readHistory(): string[] {
  try {
    return readFileSync(historyFile(), "utf8").split("\n").filter(Boolean).slice(-1000).reverse();
  } catch {
    return [];
  }
}

/** The history is a comfort: where it cannot be written the prompt goes on without. */
function remember(line: string): void {
  try {
    mkdirSync(dirname(historyFile()), { recursive: true });
    appendFileSync(historyFile(), `${line}\n`);
  } catch {
    return;
  }
}

/** Completions of the last word: commands and their values after a colon, else functions and names seen. */
export function complete(line: string, names: Iterable<string>): [completions: string[], word: string] {
  const command = /^:(\w*)$/.exec(line);
  if (command)
    return [
      Object.keys(commands)
        .map((c) => `:${c}`)
        .filter((c) => c.startsWith(line)),
      line,
    ];
  const value = /^:(\w+)\s+(\S*)$/.exec(line);
  if (value && Object.hasOwn(commands, value[1] as string) && commands[value[1] as string]?.values)
    return [(commands[value[1] as string]?.values ?? []).filter((v) => v.startsWith(value[2] as string)), value[2] as string];
  const word = /[\p{L}_][\p{L}\p{N}_]*$/u.exec(line)?.[0] ?? "";
  if (word === "") return [[], ""];
  return [[...names].filter((n) => n.startsWith(word)).concat(functionNames.filter((f) => f.startsWith(word)).map((f) => `${f}(`)), word];
}

/** What one line typed at the prompt does: a new state, and a text to show. */
export function interpret(line: string, state: State): { readonly state: State; readonly text: string } {
  const command = /^:(\w+)\s*(.*)$/.exec(line);
  if (line.startsWith(":")) {
    const found = command && Object.hasOwn(commands, command[1] as string) ? commands[command[1] as string] : undefined;
    if (!found) return { state, text: `${say("no such command")}; ${help()}\n` };
    const result = found.run(command?.[2]?.trim() ?? "", state);
    return typeof result === "string" ? { state, text: `${result}\n` } : { state: result, text: "" };
  }
  const colours = coloursFor(process.stdout);
  let { wrt } = state;
  if (!wrt?.length) {
    const names = variablesOf(line, state);
    if ("ok" in names) return { state, text: responseText({ task: "simplify", expression: line }, names, "text", colours) };
    if (names.length !== 1)
      return { state, text: `${names.length ? say(`by which name? ${names.map((n) => `:wrt ${n}`).join(", ")}`) : say("the expression has no variable")}\n` };
    wrt = names;
  }
  const request = deriveRequest(line, wrt, state);
  const response = respond(request);
  const names = response.ok ? new Set([...state.names, ...Object.keys(response.declared)]) : state.names;
  return { state: { ...state, names }, text: responseText(request, response, state.format, colours) };
}

/** The prompt on a terminal, until `:quit` or the end of input. */
export async function prompt(options: Options): Promise<void> {
  let state: State = { ...options, names: new Set() };
  const reader = createInterface({
    input: process.stdin,
    output: process.stdout,
    prompt: "gradus> ",
    history: readHistory(),
    historySize: 1000,
    completer: (line: string) => complete(line, state.names),
  });
  process.stdout.write(`${say("Gradus: type an expression, or :help")}\n`);
  reader.prompt();
  for await (const raw of reader) {
    const line = raw.trim();
    if (line === ":quit" || line === ":q") break;
    if (line !== "") {
      remember(line);
      try {
        const result = interpret(line, state);
        state = result.state;
        process.stdout.write(result.text);
      } catch (cause) {
        if (!(cause instanceof UsageError)) throw cause;
        process.stdout.write(`${translated(cause.message, languageOf(process.env))}\n`);
      }
    }
    reader.prompt();
  }
  reader.close();
}
