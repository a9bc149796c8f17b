/** Builds the page and serves it on loopback while the browser tests run. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { preview } from "vite";
import type { TestProject } from "vitest/node";
import { chromium } from "./browser.ts";

declare module "vitest" {
  interface ProvidedContext {
    address: string;
  }
}

const root = fileURLToPath(new URL("..", import.meta.url));

export default async function serve(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (!chromium) {
    console.log("no chromium here: the browser tests are skipped");
    project.provide("address", "");
    return undefined;
  }
  // as it is published: a build within the tests would be one for tests
  execFileSync("npx", ["vite", "build", "--logLevel", "error"], { cwd: root, env: { ...process.env, NODE_ENV: "production" }, stdio: "inherit" });
  const server = await preview({ root, logLevel: "warn", preview: { host: "127.0.0.1", port: 0, open: false } });
  project.provide("address", server.resolvedUrls?.local[0] ?? "");
  return () => server.close();
}
