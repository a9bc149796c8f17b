/** The engine as it is installed: built, in one file. Its sources, run as TypeScript, are half again as slow. */
const built = (await import(new URL("../packages/engine/dist/index.js", import.meta.url).href)) as typeof import("../packages/engine/src/index.ts");

export const { answer, derivativeGraph, elaborate, parse } = built;
