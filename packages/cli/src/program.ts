import { Command, Help, InvalidArgumentError, Option } from "commander";
import type { Lang } from "gradus";
import { type CodeOptions, sizes } from "./code.ts";
import { type Said, saying, translated } from "./messages.ts";
import {
  codeForms,
  conventions,
  details,
  formats,
  forms,
  layouts,
  methods,
  type NoteOptions,
  noteFormats,
  type Options,
  structures,
  UsageError,
} from "./options.ts";

const examples = `
  gradus "x'*A*x" --wrt x
  gradus "x'*A*x" --wrt x --declare "A: matrix(n) symmetric"
  gradus "logdet(X)" --wrt X --layout numerator
  gradus "a'*exp(X*b)" --wrt X --steps
  gradus "norm2(X*w - y)^2" --wrt w --order 2
  gradus "sum(h)" --define "h = sigmoid(W*x)" --wrt W --format latex
  echo "tr(A*X)" | gradus - --wrt X
  gradus simplify "inv(A*B)*A" --declare "A: matrix(n); B: matrix(n)"
  gradus "\\mathbf{x}^\\top A\\mathbf{x}" --wrt x --from latex
  gradus check "tr(A*B) = tr(B*A)"
  gradus check "d(x'*A*x)/d(x) = (A + A')*x"
  gradus check - < derivation.txt
  gradus solve "norm2(X*w - y)^2" --for w
  gradus convexity "logsumexp(A*x + b)" --wrt x
  gradus code "norm2(X*w - y)^2" --wrt w --target numpy --order 2 --hvp
  gradus notes lectures/
  gradus ops softmax
  gradus rules trace-cyclic
  gradus batch < requests.jsonl > responses.jsonl
`;

/** What the subcommands do; each gives the exit code. */
export interface Actions {
  readonly derive: (expression: string | undefined, options: Options) => Promise<number>;
  readonly simplify: (expression: string, options: Options) => Promise<number>;
  readonly check: (claim: string, options: Options) => Promise<number>;
  readonly solve: (expression: string, options: Options) => Promise<number>;
  readonly convexity: (expression: string, options: Options) => Promise<number>;
  readonly code: (expression: string, options: CodeOptions) => Promise<number>;
  readonly batch: (options: { readonly jobs?: number; readonly verify: boolean }) => Promise<number>;
  readonly notes: (paths: readonly string[], options: NoteOptions) => Promise<number>;
  readonly ops: (name: string | undefined, options: { readonly lang?: Lang }) => Promise<number>;
  readonly rules: (name: string | undefined, options: { readonly lang?: Lang }) => Promise<number>;
}

type Say = ReturnType<typeof saying>;

const collect = (value: string, before: readonly string[] = []) => [...before, value];

function jobs(value: string): number {
  const n = Number(value);
  if (!Number.isInteger(n) || n < 1 || n > 256) throw new InvalidArgumentError("a number of threads from 1 to 256.");
  return n;
}

/** Options that several commands share. */
const sharedOptions = (say: Say) => ({
  shared(command: Command): Command {
    return command
      .option("--declare <text>", say('types and properties: "A: matrix(m, n); x: vector(n)" (may be repeated)'), collect)
      .option("--define <text>", say('named parts: "h = sigmoid(W*x)" (may be repeated)'), collect)
      .option("--condition <text>", say('what holds: "m >= n", "commute(A, B)" (may be repeated)'), collect)
      .addOption(new Option("--format <format>", say("how the answer is written")).choices(formats).default("text"))
      .option("--no-verify", say("do not compare the answer with differences"))
      .addOption(new Option("--lang <language>", say("language of the messages")).choices(["en", "zh"]))
      .addOption(new Option("--from <notation>", say("what the expression is written in, if not in the language of Gradus")).choices(["latex"]))
      .option("--macros <file>", say("with --from latex: a file of \\newcommand definitions"));
  },

  /** The options of commands that show how an answer comes about. */
  withSteps(command: Command): Command {
    return command
      .option("--steps", say("show how the answer comes about, line by line"))
      .addOption(new Option("--method <method>", say("how the steps go (default: differential)")).choices(methods))
      .addOption(new Option("--detail <detail>", say("how much the steps say (default: normal)")).choices(details))
      .addOption(new Option("--convention <convention>", say("in whose notation and layout the steps are")).choices(conventions));
  },

  samples: (command: Command): Command =>
    command
      .option("--vectorise", say("sums over samples as products of the matrices of all samples (default: where shorter)"))
      .option("--no-vectorise", say("sums over samples as sums")),
});

/** What is wrong with several arguments where one expression is expected: a command that is none, or an expression without its quotes. */
async function tooMany(first: string, count: number, top: Command): Promise<Said> {
  const { nearest } = await import("gradus");
  const near = nearest(
    first,
    top.commands.map((c) => c.name()).filter((name) => name !== "derive"),
  );
  if (!near) return `one expression is expected, here are ${count} arguments: put it in quotes`;
  const command = `gradus ${near}`;
  return `there is no command ${first}: did you mean ${command}?`;
}

/** The whole command line. */
export function program(actions: Actions, version: string, exit: (code: number) => void, lang: Lang = "en"): Command {
  const say = saying(lang);
  const { shared, withSteps, samples } = sharedOptions(say);
  const top = new Command("gradus")
    .version(version, "-V, --version", say("output the version number"))
    .helpOption("-h, --help", say("display help for command"))
    .helpCommand("help [command]", say("display help for command"))
    .configureHelp({
      styleTitle: (title) => translated(title, lang),
      optionDescription: (option) => new Help().optionDescription(option).replace(/(?<=[(,] ?)(choices:|default:)(?= ")/g, (word) => say(word as "choices:")),
    })
    .configureOutput({ outputError: (text, write) => write(`${translated(text.trimEnd(), lang)}\n`) })
    .usage(
      `EXPRESSION --wrt NAME [options]\n       gradus simplify EXPRESSION\n       gradus check CLAIM\n       gradus solve EXPRESSION --for NAME\n       gradus convexity EXPRESSION [--wrt NAME]\n       gradus code EXPRESSION --wrt NAME --target LANGUAGE\n       gradus batch < requests.jsonl > responses.jsonl\n       gradus notes FILE|DIR...\n       gradus ops [NAME]\n       gradus rules [NAME]\n       gradus                       ${say("(a prompt, on a terminal)")}`,
    );
  top.description(say("Matrix calculus: derivatives that are right, short and checked.")).exitOverride().showSuggestionAfterError();
  const derive = withSteps(
    shared(
      top.command("derive [expression]", { isDefault: true, hidden: true }).description(say("differentiate an expression; - reads it from standard input")),
    ),
  )
    .option("--wrt <name>", say("by what: a name, an entry X[2,1], or x,y for the mixed second derivative (repeated: a list)"), collect)
    .addOption(new Option("--layout <layout>", say("layout of the derivative (default: mixed)")).choices(layouts))
    .addOption(new Option("--order <order>", say("first or second derivative")).choices(["1", "2"]).argParser((v) => order(v)))
    .addOption(new Option("--form <form>", say("what to answer with (default: matrix)")).choices(forms))
    .addOption(
      new Option("--structured [kind]", say("differentiate within the declared structure of the name: of symmetric, toeplitz, ...")).choices([...structures]),
    )
    .allowExcessArguments()
    .action(async (expression, options, command) => {
      const [first, ...more] = command.args;
      if (first !== undefined && more.length) throw new UsageError(await tooMany(first, command.args.length, top));
      exit(await actions.derive(expression, options));
    });
  samples(derive);
  samples(withSteps(shared(top.command("simplify <expression>").description(say("write an expression shorter"))))).action(async (expression, options) =>
    exit(await actions.simplify(expression, options)),
  );
  shared(
    top
      .command("check <claim>")
      .description(say("is it so? left = right, or d(expression)/d(name) = expression; - reads it, or a derivation, from standard input")),
  )
    .addOption(new Option("--layout <layout>", say("layout of the derivative claimed (default: any)")).choices(layouts))
    .action(async (claim, options) => exit(await actions.check(claim, options)));
  withSteps(shared(top.command("solve <expression>").description(say("where the gradient is zero"))))
    .requiredOption("--for <name>", say("the name to solve for"))
    .action(async (expression, options) => exit(await actions.solve(expression, options)));
  shared(top.command("convexity <expression>").description(say("convex, concave or neither, with the reason")))
    .option("--wrt <name>", say("in which name (default: the only one)"), collect)
    .action(async (expression, options) => exit(await actions.convexity(expression, options)));
  shared(top.command("code <expression>").description(say("a function that computes value and derivative, in another language")))
    .option("--wrt <name>", say("by what: a name or an entry X[2,1] (repeated: a list)"), collect)
    .option("--target <language>", say("numpy, ... (may be repeated; default: numpy)"), collect)
    .addOption(new Option("--layout <layout>", say("layout of the derivative (default: mixed)")).choices(layouts))
    .addOption(new Option("--order <order>", say("2 adds a function for the Hessian")).choices(["1", "2"]).argParser((v) => order(v)))
    .addOption(new Option("--form <form>", say("jvp, vjp or newton: a function that gives it")).choices(codeForms))
    .option("--hvp", say("add a function for the product of the Hessian with a direction"))
    .option("--sizes <list>", say("sizes to plan for: n=1000,k=5"), sizes)
    .option("--with-check", say("add a self-test that compares with differences"))
    .option("--native", say("javascript: use OpenBLAS by gradus-native where there is one"))
    .option("--distributed", say("torch: for several processes, each with its part of the samples"))
    .option("--explain-cost", say("what each line costs, as comments after the code"))
    .action(async (expression, options) => exit(await actions.code(expression, options)));
  top
    .command("batch")
    .description(say("answer requests, one JSON object a line, from standard input"))
    .option("--jobs <n>", say("worker threads (default: one a core)"), jobs)
    .option("--no-verify", say("do not compare the answers with differences"))
    .action(async (options) => exit(await actions.batch(options)));
  top
    .command("notes <paths...>")
    .description(say("check the formulas of lecture notes: Markdown, LaTeX, Jupyter; exit code 1 where one is wrong"))
    .addOption(new Option("--format <format>", say("how the report is written")).choices(noteFormats).default("text"))
    .option("--strict", say("exit code 1 also where a formula needs an assumption that is not stated"))
    .option("--fix-suggestions", say("show the right formula in the document's own macros"))
    .option("--all", say("show every equality, not only those that need a look"))
    .addOption(new Option("--lang <language>", say("language of the messages")).choices(["en", "zh"]))
    .action(async (paths, options) => exit(await actions.notes(paths, options)));
  top
    .command("ops [name]")
    .description(say("the operations, or the record of one"))
    .addOption(new Option("--lang <language>", say("language of the page")).choices(["en", "zh"]))
    .action(async (name, options) => exit(await actions.ops(name, options)));
  top
    .command("rules [name]")
    .description(say("the rules of derivations, or the page of one"))
    .addOption(new Option("--lang <language>", say("language of the page")).choices(["en", "zh"]))
    .action(async (name, options) => exit(await actions.rules(name, options)));
  top.addHelpText("after", () => {
    const help = derive.createHelp();
    const options = help.visibleOptions(derive).filter((o) => o.long !== "--help");
    return `\n${say("Options with an expression:")}\n${options.map((o) => help.formatItem(help.optionTerm(o), 24, help.optionDescription(o), help)).join("\n")}\n\n${say("Examples:")}${examples}\n${say("Exit codes: 0 an answer, 1 a diagnostic or a claim that is wrong, 2 a mistake in the call.")}\n`;
  });
  return top;
}

function order(value: string): 1 | 2 {
  if (value !== "1" && value !== "2") throw new InvalidArgumentError("Allowed choices are 1, 2.");
  return value === "1" ? 1 : 2;
}

/** Puts expressions that start with a minus where they are not taken for options: `-y'*log(p)` after `--`. */
export function expressionsLast(argv: readonly string[]): string[] {
  if (argv.includes("--")) return [...argv];
  const isExpression = (argument: string) => /^-./s.test(argument) && !/^--[a-z]/.test(argument) && argument !== "-h" && argument !== "-V";
  const found = argv.filter(isExpression);
  return found.length === 0 ? [...argv] : [...argv.filter((a) => !isExpression(a)), "--", ...found];
}
