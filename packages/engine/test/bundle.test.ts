import { expect, test } from "vitest";
import { bundleSize } from "../../../scripts/bundle.ts";

test("the engine is small enough for a page, and runs in one", async () => {
  const { gzipped } = await bundleSize();
  expect(gzipped).toBeLessThanOrEqual(90_000);
});
