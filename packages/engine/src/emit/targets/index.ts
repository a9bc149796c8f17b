import type { Target } from "../target.ts";
import { javascript } from "./javascript.ts";
import { numpy } from "./numpy.ts";

/** All targets: one explicit list. */
export const targets: readonly Target[] = [numpy, javascript];
