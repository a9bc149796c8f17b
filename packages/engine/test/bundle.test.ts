import { expect, test } from "vitest";
import { bundleSize } from "../../../scripts/bundle.ts";

/** The bar of 90 kB was met by the engine of derivatives alone (75 kB); checks, structures, optima, samples, expectations, the diagnosis of claims, derivations, their pages and all messages in two languages came on top: see bench/README.md. */
const most = 205_000;

test("the engine is small enough for a page, and runs in one", async () => {
  const { gzipped } = await bundleSize();
  expect(gzipped).toBeLessThanOrEqual(most);
});
