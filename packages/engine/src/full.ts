/** The whole engine, code in other languages included: what `gradus` is in Node. A page gets the engine without it, and may load `gradus/full`. */
import { answer as plain } from "./answer/answer.ts";
import { code } from "./answer/code.ts";
import type { Request } from "./contract.ts";

export * from "./index.ts";

/** Answers a request, also for code; see the engine's `answer`. */
export const answer = ((request: Request) => plain(request, { code })) as typeof plain;
