import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import axe from "axe-core";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { answers, chromium, launch, openPage, write } from "./browser.ts";

const dist = fileURLToPath(new URL("../dist/", import.meta.url));
/** The most gzipped JavaScript before any part that is loaded later. */
const most = 260_000;

describe.skipIf(!chromium)("what the page keeps to", () => {
  let browser: Browser;
  const address = inject("address");
  const open = (fragment?: string, options?: object) => openPage(browser, address, fragment, options);
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

  test.each([
    ["bad UTF-8", "e=%ff%fe%fd", "This link could not be read"],
    ["no field of ours", "__proto__=x&e=y", "This link could not be read"],
    ["a megabyte", `e=${"x".repeat(1_000_000)}`, "This link is too long"],
    ["a value of no layout", "e=x&l=%3Cimg%20src=x%20onerror=alert(1)%3E", "This link could not be read"],
  ])("a link of %s does nothing but a diagnostic", async (_what, fragment, told) => {
    const { page, errors } = await open(fragment);
    await page.waitForSelector(`.banner >> text=${told}`);
    expect(await answers(page)).toEqual([expect.stringContaining("A + A^\\top")]);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test.each([
    "\\href{javascript:alert(1)}{x}",
    "<img src=x onerror=alert(1)>",
    "x'*x # </script><script>alert(1)</script>",
    "__proto__'*constructor",
    "\u202ex\ud800",
    "((((((((".repeat(2000),
    "toString(hasOwnProperty)",
  ])("a link to %.40j makes no element and runs nothing", async (text) => {
    const { page, errors, foreign } = await open();
    let dialogs = 0;
    page.on("dialog", (d) => {
      dialogs++;
      d.dismiss();
    });
    await write(page, text);
    await page.fill(".by input", text.slice(0, 60));
    await page.waitForTimeout(500);
    expect(await page.locator("main :is(script, img, iframe, a[href^='javascript'])").count()).toBe(0);
    expect([dialogs, errors, foreign]).toEqual([0, [], []]);
    await page.context().close();
  });

  test("the policy lets no foreign and no written script run, and asks no other address", async () => {
    const { page, foreign } = await open("e=x'*A*x&by=x");
    await answers(page);
    const policy = await page.getAttribute("meta[http-equiv=Content-Security-Policy]", "content");
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    const ran = await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "window.ran = true";
      document.body.append(script);
      return "ran" in window;
    });
    expect(ran).toBe(false);
    expect(foreign).toEqual([]);
    await page.context().close();
  });

  test("works without a network after the first visit", async () => {
    const { page } = await open("e=x'*A*x&by=x");
    await page.evaluate(() => navigator.serviceWorker.ready);
    await expect
      .poll(() => page.evaluate(async () => (await Promise.all((await caches.keys()).map(async (k) => (await (await caches.open(k)).keys()).length)))[0] ?? 0))
      .toBeGreaterThan(20);
    await page.waitForTimeout(300);
    await page.context().setOffline(true);
    await page.reload();
    expect(await answers(page)).toEqual([expect.stringContaining("A + A^\\top")]);
    await write(page, "logdet(X)");
    await page.fill(".by input", "X");
    await expect.poll(() => answers(page)).toEqual([expect.stringContaining("X^{-\\top}")]);
    await page.click("text=Formula sheet");
    await page.waitForSelector(".sheet li .katex");
    await page.context().close();
  });

  const views: readonly (readonly [name: string, fragment: string, act?: string])[] = [
    ["an answer", "e=x'*A*x&by=x"],
    ["a mistake", "e=2x&by=x"],
    ["a network", "e=h$=$tanh(W*x)!norm2(h-y)^2&by=W,x"],
    ["steps", "e=tr(A*X*B*X')&by=X&t=steps"],
    ["numbers", "e=norm2(X*w-y)^2&by=w&t=numbers"],
    ["a picture", "e=tr(A*X*B*X')&by=X&t=picture"],
    ["code", "e=norm2(X*w-y)^2&by=w&t=code"],
    ["a claim", "e=x'*A*x&by=x&t=claim&c=3*A*x"],
    ["an equation", "e=tr(A*B)$=$tr(B*A)"],
    ["a chip open", "e=x'*A*x&by=x", ".chip"],
    ["history open", "e=x'*A*x&by=x", "header .holder button"],
    ["the sheet", "t=sheet"],
    ["notes", "t=notes"],
  ];
  test.each(views.flatMap((v) => (["light", "dark"] as const).map((theme) => [v[0], theme, v] as const)))(
    "axe finds nothing: %s, %s",
    async (_name, theme, [, fragment, act]) => {
      for (const [width, locale] of [
        [1280, "en-US"],
        [390, "zh-CN"],
      ] as const) {
        // biome-ignore format: pairs
        const { page } = await open(fragment, { colorScheme: theme, locale, bypassCSP: true, viewport: { width, height: 900 } });
        await page.waitForTimeout(700);
        if (act) await page.click(act);
        await page.addScriptTag({ content: axe.source });
        const found = await page.evaluate(async () => {
          const { violations } = await (
            window as unknown as { axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }
          ).axe.run();
          return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 120)).join(" | ")}`);
        });
        expect(found).toEqual([]);
        // nothing sticks out of the page
        expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
        await page.context().close();
      }
    },
  );

  test("what is loaded first is small", async () => {
    const html = await readFile(`${dist}index.html`, "utf8");
    const first = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].map((m) => m[1] as string);
    const workers = (await readdir(`${dist}assets`)).filter((f) => /^worker-.*\.js$/.test(f)).map((f) => `assets/${f}`);
    let total = 0;
    for (const f of new Set([...first, ...workers])) total += gzipSync(await readFile(dist + f)).length;
    console.log(`first load: ${total} bytes of gzipped JavaScript`);
    expect(total).toBeLessThanOrEqual(most);
  });
});
