import pc from "picocolors";

/** The colours of an output; all plain where it is no terminal, or NO_COLOR is set. */
export type Colours = ReturnType<typeof pc.createColors>;

export function coloursFor(stream: { readonly isTTY?: boolean }): Colours {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  return pc.createColors(!NO_COLOR && (FORCE_COLOR ? FORCE_COLOR !== "0" : stream.isTTY === true && process.env.TERM !== "dumb"));
}
