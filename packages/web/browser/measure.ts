/** Measures the built page in Chromium, and prints what came out as JSON: `npm run measure -w gradus-web`. */
import { readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { preview } from "vite";
import { chromium, launch } from "./browser.ts";

/** What the page waits for another key before it asks. */
const debounce = 60;

interface Case {
  readonly kind: string;
  readonly declare: Readonly<Record<string, string>>;
  readonly expression: string;
  readonly wrt?: string;
  readonly layout?: string;
}

const root = fileURLToPath(new URL("..", import.meta.url));

/** From a key to the answer drawn: the time of the key's event, until the answer is no longer awaited and a frame was drawn. */
const watch = `
  window.keyed = 0;
  addEventListener("keydown", (e) => { window.keyed = e.timeStamp; }, true);
  window.answerDrawn = () => new Promise((resolve) => {
    const area = document.querySelector("#answer");
    let asked = area.getAttribute("aria-busy") === "true";
    const observer = new MutationObserver(() => {
      const busy = area.getAttribute("aria-busy") === "true";
      if (busy) asked = true;
      else if (asked) {
        observer.disconnect();
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - window.keyed)));
      }
    });
    observer.observe(area, { attributes: true });
    setTimeout(() => { observer.disconnect(); resolve(-1); }, 5000);
  });
`;

/** All derivatives and Hessians of the open corpora. */
function cases(): Case[] {
  return ["notes", "cookbook", "models"]
    .flatMap((file) => (JSON.parse(readFileSync(new URL(`../../../corpus/${file}.json`, import.meta.url), "utf8")) as { cases: Case[] }).cases)
    .filter((c) => (c.kind === "derivative" || c.kind === "hessian") && c.wrt);
}

/** Milliseconds from the last key of each expression to its answer, less the wait for another key. */
async function keystrokes(page: Page): Promise<number[]> {
  const times: number[] = [];
  const editor = page.locator(".cm-content").first();
  await editor.waitFor();
  for (const c of cases()) {
    const declared = Object.entries(c.declare)
      .map(([n, t]) => `${n}: ${t}`)
      .join("; ");
    await page.check(`input[name=order] >> nth=${c.kind === "hessian" ? 1 : 0}`);
    await page.fill(".by input", c.wrt as string);
    await editor.fill(`${declared}\n${c.expression.slice(0, -1)}`);
    await page.waitForTimeout(180);
    await editor.press("Control+End");
    const drawn = page.evaluate("window.answerDrawn()") as Promise<number>;
    await page.keyboard.type(c.expression.slice(-1));
    const took = await drawn;
    if (took >= 0) times.push(Math.max(0, took - debounce));
  }
  return times;
}

async function firstLoad(): Promise<number> {
  const html = await readFile(`${root}dist/index.html`, "utf8");
  const scripts = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].map((m) => m[1] as string);
  const workers = (await readdir(`${root}dist/assets`)).filter((f) => /^worker-.*\.js$/.test(f)).map((f) => `assets/${f}`);
  const sizes = await Promise.all([...new Set([...scripts, ...workers])].map(async (f) => gzipSync(await readFile(`${root}dist/${f}`)).length));
  return sizes.reduce((a, b) => a + b, 0);
}

if (!chromium) console.log(JSON.stringify({ skipped: "there is no Chromium here" }));
else {
  const server = await preview({ root, logLevel: "error", preview: { host: "127.0.0.1", port: 0, open: false } });
  const address = server.resolvedUrls?.local[0] as string;
  const browser = await launch();
  const usable: number[] = [];
  for (let k = 0; k < 5; k++) {
    const context = await browser.newContext({ serviceWorkers: "block" });
    const page = await context.newPage();
    await page.goto(`${address}#e=x'*A*x&by=x`);
    await page.waitForSelector(".hero .line .katex");
    usable.push((await page.evaluate("performance.now()")) as number);
    await context.close();
  }
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  await page.addInitScript(watch);
  await page.goto(address);
  const times = await keystrokes(page);
  console.log(JSON.stringify({ usable, times, bytes: await firstLoad(), browser: browser.version() }));
  await browser.close();
  await server.close();
}
