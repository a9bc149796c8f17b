/** Runs emitted code for real: each target by what runs its language on this machine. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { buildSync } from "esbuild";

export type Value = number | readonly number[] | readonly (readonly number[])[];
/** Emitted code, and the calls to make: each function by its name with the same arguments and more. */
export interface Case {
  readonly code: string;
  readonly calls: readonly { readonly name: string; readonly args: readonly Value[] }[];
}
/** What each call gave back, one value a result; or what went wrong. */
export type Outcome = readonly (readonly Value[])[] | { readonly error: string };

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Runs a command on a file; undefined where it is not installed, its standard output else. Throws where it fails. */
function output(command: string, args: readonly string[], options: { readonly env?: NodeJS.ProcessEnv; readonly cwd?: string } = {}): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8", maxBuffer: 1 << 28, timeout: 500_000, ...options });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command}: ${stderr.slice(0, 8000)}`);
  return stdout;
}
const succeeds = (command: string, args: readonly string[]): boolean => spawnSync(command, args, { stdio: "ignore", timeout: 120_000 }).status === 0;

/** The first Python that has the modules. */
function pythonWith(...modules: readonly string[]): string | undefined {
  return ["python3", "/usr/bin/python3"].find((p) => succeeds(p, ["-c", modules.map((m) => `import ${m}`).join("; ")]));
}

interface Driver {
  /** What is needed and missing, as text; undefined where all is there. */
  readonly missing: () => string | undefined;
  readonly run: (cases: readonly Case[], folder: string) => Outcome[];
}

const python = (library: string, ...modules: readonly string[]): Driver => ({
  missing: () => (pythonWith("numpy", ...modules) ? undefined : `Python with ${["numpy", ...modules].join(", ")}`),
  run: (cases, folder) => {
    const file = join(folder, "cases.json");
    writeFileSync(file, JSON.stringify(cases));
    return JSON.parse(output(pythonWith("numpy", ...modules) as string, [here("./drive.py"), library, file]));
  },
});

const javascript: Driver = {
  missing: () => undefined,
  run: (cases, folder) => {
    const kernels = join(folder, "kernels.mjs");
    buildSync({ entryPoints: [here("../../src/kernels/index.ts")], bundle: true, format: "esm", platform: "node", outfile: kernels, logLevel: "silent" });
    const file = join(folder, "cases.json");
    writeFileSync(file, JSON.stringify(cases));
    return JSON.parse(output(process.execPath, [here("./drive.mjs"), file, folder, pathToFileURL(kernels).href]));
  },
};

const isMatrix = (v: Value): v is readonly (readonly number[])[] => Array.isArray(v) && Array.isArray(v[0]);
const parseLines = (text: string, count: number): Outcome[] => {
  const out: Outcome[] = Array.from({ length: count }, () => ({ error: "nothing was printed" }));
  for (const line of text.split("\n")) {
    const m = /^@(\d+) (.*)$/.exec(line);
    if (m) out[Number(m[1])] = JSON.parse(m[2] as string);
  }
  return out;
};

const matlabLiteral = (v: Value): string =>
  typeof v === "number" ? String(v) : isMatrix(v) ? `[${v.map((r) => r.join(", ")).join("; ")}]` : `[${v.join("; ")}]`;

const matlab: Driver = {
  missing: () => (succeeds("octave-cli", ["--version"]) ? undefined : "octave"),
  run: (cases, folder) => {
    const script = ["1;", "function show(k, text)\n  printf('@%d %s\\n', k, text);\nend"];
    const json =
      "function s = json(v)\n  if isscalar(v)\n    s = sprintf('%.17g', v);\n  elseif columns(v) == 1\n    s = ['[' strjoin(arrayfun(@(x) sprintf('%.17g', x), v', 'UniformOutput', false), ',') ']'];\n  else\n    r = cell(1, rows(v));\n    for i = 1:rows(v)\n      r{i} = ['[' strjoin(arrayfun(@(x) sprintf('%.17g', x), v(i, :), 'UniformOutput', false), ',') ']'];\n    end\n    s = ['[' strjoin(r, ',') ']'];\n  end\n  s = strrep(strrep(s, 'NaN', 'null'), 'Inf', '1e999');\nend";
    script.push(json);
    const runs: string[] = [];
    cases.forEach((c, k) => {
      // functions of one case are told apart from those of the others by their number
      const names = [...c.code.matchAll(/^function (?:\[?[\w, ]+\]? = )?(\w+)\(/gm)].map((m) => m[1] as string);
      let code = c.code;
      for (const name of names) code = code.replace(new RegExp(`(?<![\\w.])${name}\\(`, "g"), `${name}_${k}(`);
      script.push(code);
      const calls = c.calls.map(({ name, args }) => {
        const results = /^function (?:\[([\w, ]+)\]|(\w+)) = /m.exec(c.code.slice(c.code.search(new RegExp(`^function [^\\n]*${name}\\(`, "m"))));
        const count = results?.[1]?.split(",").length ?? 1;
        const outs = Array.from({ length: count }, (_, i) => `o${i}`);
        return `[${outs.join(", ")}] = ${name}_${k}(${args.map(matlabLiteral).join(", ")}); parts{end+1} = ['[' strjoin({${outs.map((o) => `json(${o})`).join(", ")}}, ',') ']'];`;
      });
      runs.push(
        `try\n  parts = {};\n  ${calls.join("\n  ")}\n  show(${k}, ['[' strjoin(parts, ',') ']']);\ncatch e\n  show(${k}, ['{"error":"' strrep(strrep(e.message, '"', ''''), char(10), ' ') '"}']);\nend`,
      );
    });
    const file = join(folder, "cases.m");
    writeFileSync(file, `${[...script, ...runs].join("\n")}\n`);
    return parseLines(output("octave-cli", ["--no-gui", "--quiet", "--norc", file]), cases.length);
  },
};

const cppLiteral = (v: Value): string => {
  if (typeof v === "number") return `${v}`;
  if (isMatrix(v)) return `matrix(${v.length}, ${v[0]?.length}, {${v.flat().join(", ")}})`;
  return `vector({${v.join(", ")}})`;
};

const cpp: Driver = {
  missing: () =>
    succeeds("g++", ["--version"]) && succeeds("g++", ["-fsyntax-only", "-x", "c++", "-I/usr/include/eigen3", "-include", "Eigen/Dense", "/dev/null"])
      ? undefined
      : "g++ with Eigen",
  run: (cases, folder) => {
    const includes = new Set<string>();
    const spaces = cases.map((c, k) => {
      const all = c.code.split("\n");
      for (const l of all) if (/^#include/.test(l)) includes.add(l);
      const lines = all.filter((l) => !/^#(include|pragma once)/.test(l));
      return `namespace case${k} {\n${lines.join("\n")}\n}`;
    });
    const runs = cases.map((c, k) => {
      const calls = c.calls.map(({ name, args }, j) => `  if (${j}) out << ",";\n  show(out, case${k}::${name}(${args.map(cppLiteral).join(", ")}));`);
      return `static void run${k}() {\n  std::ostringstream out; out.precision(17);\n  out << "[";\n${calls.join("\n")}\n  out << "]";\n  std::cout << "@${k} " << out.str() << "\\n";\n}`;
    });
    const text = `#include <iostream>\n#include <sstream>\n#include <tuple>\n${[...includes].join("\n")}\n${cppFrame}\n${spaces.join("\n")}\n${runs.join("\n")}\nint main() {\n${cases.map((_, k) => `  run${k}();`).join("\n")}\n}\n`;
    const file = join(folder, "cases.cpp");
    writeFileSync(file, text);
    output("g++", ["-std=c++17", "-O0", "-w", "-I/usr/include/eigen3", file, "-o", join(folder, "cases")]);
    return parseLines(output(join(folder, "cases"), []), cases.length);
  },
};
const cppFrame = `static Eigen::MatrixXd matrix(int m, int n, std::initializer_list<double> v) { Eigen::MatrixXd A(m, n); auto p = v.begin(); for (int i = 0; i < m; i++) for (int j = 0; j < n; j++) A(i, j) = *p++; return A; }
static Eigen::VectorXd vector(std::initializer_list<double> v) { Eigen::VectorXd x(v.size()); int i = 0; for (double t : v) x(i++) = t; return x; }
static void put(std::ostream& o, double v) { o << v; }
static void put(std::ostream& o, const Eigen::VectorXd& v) { o << "["; for (int i = 0; i < v.size(); i++) o << (i ? "," : "") << v(i); o << "]"; }
static void put(std::ostream& o, const Eigen::MatrixXd& A) { o << "["; for (int i = 0; i < A.rows(); i++) { o << (i ? ",[" : "["); for (int j = 0; j < A.cols(); j++) o << (j ? "," : "") << A(i, j); o << "]"; } o << "]"; }
template <class T> static void show(std::ostream& o, const T& v) { o << "["; put(o, v); o << "]"; }
template <class... T> static void show(std::ostream& o, const std::tuple<T...>& v) { o << "["; std::apply([&](const auto&... x) { int k = 0; ((o << (k++ ? "," : ""), put(o, x)), ...); }, v); o << "]"; }`;

export const drivers: Readonly<Record<string, Driver>> = {
  numpy: python("numpy", "scipy"),
  torch: python("torch", "torch"),
  jax: python("jax", "scipy"),
  dask: python("dask", "dask.array", "scipy"),
  javascript,
  matlab,
  cpp,
};

/** Runs the cases; undefined where the machine lacks what the target needs. */
export function drive(target: string, cases: readonly Case[]): readonly Outcome[] | undefined {
  const driver = drivers[target] as Driver;
  const missing = driver.missing();
  if (missing !== undefined) {
    console.log(`skipped: ${target} needs ${missing}`);
    return undefined;
  }
  const folder = mkdtempSync(join(tmpdir(), "gradus-emit-"));
  try {
    return driver.run(cases, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
