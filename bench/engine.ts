/** The engine as it is installed: built, in one file. Its sources run as TypeScript take a third more time, for the names that are kept. */
const built = (await import(new URL("../packages/engine/dist/index.js", import.meta.url).href)) as typeof import("../packages/engine/src/index.ts");

export const { answer, derivativeGraph, elaborate, parse, writeSteps } = built;
