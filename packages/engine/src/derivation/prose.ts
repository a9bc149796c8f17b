import type { Line } from "./board.ts";
import { rules } from "./rules.ts";

export function textOf(line: Line): { en: string; zh: string } {
  const r = (rules as Record<string, { statement: string }>)[line.rule];
  return { en: `${line.rule}: ${r?.statement ?? ""}`, zh: line.rule };
}
