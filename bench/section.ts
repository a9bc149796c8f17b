/** One line of the table of bars: what is measured, the bar, and what came out. */
export interface Bar {
  readonly what: string;
  readonly bar: string;
  readonly measured: string;
  readonly met: boolean;
}

/** What one benchmark found: its bars, and the tables behind them as Markdown. A benchmark that cannot run here says why. */
export interface Section {
  readonly title: string;
  readonly bars: readonly Bar[];
  readonly details: readonly string[];
  readonly skipped?: string;
}

/** A bar that is met when the number is no more than the most. */
export function atMost(what: string, value: number, most: number, unit = ""): Bar {
  return { what, bar: `<= ${most}${unit}`, measured: `${figure(value)}${unit}`, met: value <= most };
}

/** A bar that is met when the number is no less than the least. */
export function atLeast(what: string, value: number, least: number, unit = ""): Bar {
  return { what, bar: `>= ${thousands(least)}${unit}`, measured: `${figure(value)}${unit}`, met: value >= least };
}

/** A number to three significant digits; thousands are grouped. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Math.abs(value) >= 1000) return thousands(Math.round(value));
  return value === 0 ? "0" : value.toFixed(Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value)))));
}

function thousands(value: number): string {
  return value.toLocaleString("en-US");
}

/** A table in Markdown; bars inside of cells are escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((c) => c.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), `|${" --- |".repeat(head.length)}`, ...rows.map(line)].join("\n");
}
