/** The engine as a page loads it. */
import { bundleSize } from "../scripts/bundle.ts";
import { atMost, figure, type Section } from "./section.ts";

export async function bundle(): Promise<Section> {
  const { minified, gzipped } = await bundleSize();
  return {
    title: "Bundle",
    bars: [atMost("engine bundle, minified and gzipped, without ml-matrix", gzipped / 1000, 90, " kB")],
    details: [`${figure(minified)} bytes minified, ${figure(gzipped)} gzipped.`],
  };
}
