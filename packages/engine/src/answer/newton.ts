import type { DeriveAnswer, DeriveRequest } from "../contract.ts";
import { refuse } from "./settle.ts";

/** Answers a request for the new point of Newton's step. */
export function newton(_request: DeriveRequest): Omit<DeriveAnswer, "id" | "ms"> {
  return refuse("unsupported", "form newton is not supported yet", { in: "form" });
}
