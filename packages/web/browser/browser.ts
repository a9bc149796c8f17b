/** The browser under test: Debian's Chromium. */
import { existsSync } from "node:fs";
import { type Browser, type BrowserContextOptions, chromium as driver, type Page } from "playwright-core";

export const chromium = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  (path) => path !== undefined && existsSync(path),
);

export const launch = (): Promise<Browser> => driver.launch({ executablePath: chromium as string, args: ["--no-sandbox", "--js-flags=--expose-gc"] });

/** A page, and what went wrong in it. */
export interface Opened {
  readonly page: Page;
  /** Uncaught errors, and what the policy refused. */
  readonly errors: string[];
  /** Addresses asked beside the page's own. */
  readonly foreign: string[];
}

export async function openPage(browser: Browser, address: string, fragment = "", options: BrowserContextOptions = {}): Promise<Opened> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    locale: "en-US",
    permissions: ["clipboard-read", "clipboard-write"],
    ...options,
  });
  const page = await context.newPage();
  const errors: string[] = [];
  const foreign: string[] = [];
  page.on("pageerror", (e) => errors.push(String(e)));
  page.on("console", (m) => {
    if (m.type() === "error") errors.push(m.text());
  });
  page.on("request", (r) => {
    if (!r.url().startsWith(address) && !/^(?:data|blob):/.test(r.url())) foreign.push(r.url());
  });
  await page.goto(`${address}${fragment ? `#${fragment}` : ""}`);
  await page.waitForSelector("main");
  return { page, errors, foreign };
}

/** The text of the answer's equations, once they are those of the question now asked. */
export async function answers(page: Page): Promise<string[]> {
  await page.waitForSelector(".hero:not(.stale) .line annotation", { state: "attached" });
  return page.$$eval(".hero .line annotation", (all) => all.map((a) => a.textContent ?? ""));
}

/** Puts a text into the editor in the place of what is there. */
export async function write(page: Page, text: string, within = ".input"): Promise<void> {
  const editor = page.locator(`${within} .cm-content`).first();
  await editor.waitFor();
  await editor.fill(text);
}
