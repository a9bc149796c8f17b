import type { Difference } from "../claims/counterexample.ts";
import type { Diagnosis } from "../claims/diagnose.ts";
import { messageOf } from "../claims/messages.ts";
import type { Witness } from "../claims/witness.ts";
import type { CheckAnswer, CheckDiagnosis, CheckWitness, Counterexample, Lang } from "../contract.ts";
import { print } from "../language/print.ts";
import type { Point } from "../numeric/evaluate.ts";
import { type Matrix, rowsOf } from "../numeric/matrix.ts";
import type { Settled } from "./settle.ts";

export type Checked = Omit<CheckAnswer, "id" | "ms">;

/** What every verdict says. */
export const commonOf = (settled: Pick<Settled, "declared" | "notes" | "conditionTexts">) => ({
  ok: true as const,
  declared: settled.declared,
  notes: settled.notes,
  used: [] as readonly string[],
  conditions: settled.conditionTexts,
  assumptions: [] as readonly string[],
  verified: { status: "skipped" } as const,
});

const valuesAt = (point: Point, names: Iterable<string>) => ({
  sizes: Object.fromEntries(point.sizes),
  values: Object.fromEntries([...names].filter((n) => point.values.has(n)).map((n) => [n, rowsOf(point.values.get(n) as Matrix)])),
});

export const counterexampleOf = (d: Difference): Counterexample => ({
  ...valuesAt(d.point, d.names),
  left: rowsOf(d.left),
  ...(d.right && { right: rowsOf(d.right) }),
});

export const witnessText = (w: Witness): CheckWitness => ({ ...valuesAt(w.point, w.point.values.keys()), value: rowsOf(w.value), refuted: print(w.refuted) });

export const diagnosisText = (d: Diagnosis, lang: Lang | undefined): CheckDiagnosis => ({
  kind: d.kind,
  message: messageOf(d.kind, d.found && print(d.found), d.wanted && print(d.wanted), lang === "zh" ? "zh" : "en"),
  repaired: print(d.repaired),
});
