import type { Lang } from "gradus";
import { columns } from "./diagnostics.ts";
import { type Said, saying } from "./messages.ts";

/** The label in a column of its own. */
export function labelled(label: Said, lang: Lang | undefined, width = 8): string {
  const text = saying(lang)(label);
  return text + " ".repeat(Math.max(0, width - columns(text)));
}
