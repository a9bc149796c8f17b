import { readFileSync } from "node:fs";
import { CommanderError } from "commander";
import { saying, translated } from "./messages.ts";
import { askedLanguage, type Options, UsageError } from "./options.ts";
import { type Actions, expressionsLast, program } from "./program.ts";

const actions: Actions = {
  async derive(expression, options) {
    if (expression !== undefined) return (await import("./derive.ts")).derive(expression, options);
    if (!process.stdin.isTTY || !process.stdout.isTTY) throw new UsageError("an expression is missing; see gradus --help");
    await (await import("./prompt.ts")).prompt(options as Options);
    return 0;
  },
  async simplify(expression, options) {
    return (await import("./derive.ts")).simplify(expression, options);
  },
  async check(claim, options) {
    return (await import("./check.ts")).check(claim, options);
  },
  async solve(expression, options) {
    return (await import("./derive.ts")).solve(expression, options);
  },
  async convexity(expression, options) {
    return (await import("./derive.ts")).convexity(expression, options);
  },
  async code(expression, options) {
    return (await import("./code.ts")).code(expression, options);
  },
  async batch(options) {
    await (await import("./batch.ts")).batch(process.stdin, process.stdout, process.stderr, options);
    return 0;
  },
  async notes(paths, options) {
    return (await import("./notes.ts")).notes(paths, options, version());
  },
  async ops(name, options) {
    const [{ operationList, operationsNamed, operationText }, { coloursFor }, { languageOf }] = await Promise.all([
      import("./ops.ts"),
      import("./colour.ts"),
      import("./options.ts"),
    ]);
    const [colours, lang] = [coloursFor(process.stdout), options.lang ?? languageOf(process.env)];
    if (name === undefined) {
      process.stdout.write(operationList(colours));
      return 0;
    }
    const found = operationsNamed(name);
    if (found.length === 0) {
      const { functionNames, nearest } = await import("gradus");
      const near = nearest(name, functionNames);
      throw new UsageError(near ? `no operation ${name}: did you mean ${near}?` : `no operation ${name}; gradus ops lists them`);
    }
    process.stdout.write(found.map((o) => operationText(o, colours, lang)).join("\n"));
    return 0;
  },
  async rules(name, options) {
    const [{ ruleList, ruleText }, { coloursFor }, { languageOf }] = await Promise.all([import("./rules.ts"), import("./colour.ts"), import("./options.ts")]);
    const [colours, lang] = [coloursFor(process.stdout), options.lang ?? languageOf(process.env)];
    if (name === undefined) {
      process.stdout.write(ruleList(lang, colours));
      return 0;
    }
    const text = ruleText(name, lang, colours);
    if (text === undefined) {
      const { nearest, ruleNames } = await import("gradus");
      const near = nearest(name, ruleNames);
      throw new UsageError(near ? `no rule ${name}: did you mean ${near}?` : `no rule ${name}; gradus rules lists them`);
    }
    process.stdout.write(text);
    return 0;
  },
};

/** A reader that closed the pipe (`| head`) wants no more: the end, without a word. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
}

function version(): string {
  return (JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string }).version;
}

/** Runs the command; sets the exit code: 0 an answer, 1 a diagnostic or an error of ours, 2 a mistake in the call. */
async function main(argv: readonly string[]): Promise<void> {
  const lang = askedLanguage(argv, process.env);
  try {
    await program(
      actions,
      version(),
      (code) => {
        process.exitCode = code;
      },
      lang,
    ).parseAsync(expressionsLast(argv), { from: "user" });
  } catch (cause) {
    if (cause instanceof UsageError) {
      process.stderr.write(`gradus: ${translated(cause.message, lang)}\n`);
      process.exitCode = 2;
    } else if (cause instanceof CommanderError) {
      process.exitCode = cause.exitCode === 0 ? 0 : 2;
    } else {
      const what = cause instanceof Error ? cause.message.split("\n")[0] : cause;
      process.stderr.write(`gradus: ${saying(lang)(`internal error (${what}); please report it with the command`)}\n`);
      process.exitCode = 1;
    }
  }
}

await main(process.argv.slice(2));
