import type { Outcome } from "../state/state.ts";

export function Share(_: { readonly at: Outcome }) {
  return null;
}
