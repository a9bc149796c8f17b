import type { Target } from "../target.ts";
import { cpp } from "./cpp.ts";
import { dask } from "./dask.ts";
import { javascript } from "./javascript.ts";
import { jax } from "./jax.ts";
import { julia } from "./julia.ts";
import { matlab } from "./matlab.ts";
import { numpy } from "./numpy.ts";
import { torch } from "./torch.ts";

/** All targets: one explicit list. */
export const targets: readonly Target[] = [numpy, torch, jax, julia, matlab, javascript, cpp, dask];
