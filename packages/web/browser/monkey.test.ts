import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { chromium, launch, openPage } from "./browser.ts";

/** How long it types and clicks; MONKEY_MINUTES=10 for the long run, which also looks at memory. */
const minutes = Number(process.env.MONKEY_MINUTES ?? 0.4);
const seed = Number(process.env.MONKEY_SEED ?? 20);
/** The longest the page may stand still, in milliseconds. */
const longestTask = 500;
/** How much the heap may grow between the first fifth and the end of a long run. */
const growth = 1.2;

/** A small generator (Park and Miller), so that a run can be had again. */
function generator(start: number): (below: number) => number {
  let state = start;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}

const pieces = ["x", "A", "X", "'", "*", "+", "(", ")", "inv(", "tr(", "log(", "\n", "w", "y", ".*", "^2", "2", ": matrix(n)", " = ", ";", "sum(i=1..n, ", "softmax(", "[1,2]", "\\frac{", "⊙", "norm2(", "#", " "]; // biome-ignore format: a list
const whole = ["x'*A*x", "norm2(X*w - y)^2", "a'*exp(X*b)", "-y'*log(softmax(W*x))", "tr(A*X*B*X')", "inv(X)", "logdet(A*X*A')", "A: matrix(n) symmetric\nx'*A*x", "tr(A*B) = tr(B*A)"]; // biome-ignore format: a list

describe.skipIf(!chromium)("random typing and clicking", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

  test(
    `seed ${seed}, ${minutes} minutes`,
    async () => {
      const { page, errors } = await openPage(browser, inject("address"));
      await page.evaluate(() => {
        const seen = window as unknown as { longest: number };
        seen.longest = 0;
        new PerformanceObserver((list) => {
          for (const e of list.getEntries()) seen.longest = Math.max(seen.longest, e.duration);
        }).observe({ entryTypes: ["longtask"] });
        window.print = () => undefined;
      });
      await page.waitForSelector(".cm-content");
      const session = await page.context().newCDPSession(page);
      // at the same view each time: the sheet alone holds more than a leak would
      const heap = async (): Promise<number> => {
        await page.evaluate(() => {
          location.hash = "#e=x'*A*x&by=x";
        });
        await page.waitForTimeout(3000);
        // code that is no longer run goes with the third collection
        for (let k = 0; k < 3; k++) await session.send("HeapProfiler.collectGarbage");
        return (await session.send("Runtime.getHeapUsage")).usedSize;
      };
      const pick = generator(seed);
      const one = <T>(list: readonly T[]): T => list[pick(list.length)] as T;
      const end = Date.now() + minutes * 60_000;
      const fifth = Date.now() + minutes * 12_000;
      let early = 0;
      const acts: readonly (() => Promise<unknown>)[] = [
        () => page.locator(".cm-content").first().fill(one(whole), { timeout: 500 }),
        () => page.locator(".cm-content").first().press("End", { timeout: 500 }),
        () => page.keyboard.type(one(pieces)),
        () => page.keyboard.type(one(pieces)),
        () => page.keyboard.type(one(pieces)),
        () => page.keyboard.press(one(["Backspace", "ArrowLeft", "ArrowDown", "Tab", "Enter", "Escape", "Control+z", "Control+a", "Delete"])),
        () => page.fill(".by input", one(["x", "X", "A", "w", "", "x, A", "W", "X[2,1]"]), { timeout: 200 }),
        async () => {
          const buttons = page.locator("button:visible:not(.share button), input[type=radio], input[type=checkbox], summary, .sheet li a >> visible=true");
          const count = await buttons.count();
          if (count) await buttons.nth(pick(Math.min(count, 60))).click({ timeout: 300, force: true, noWaitAfter: true });
        },
        async () => {
          const lists = page.locator("select:visible");
          const count = await lists.count();
          if (!count) return;
          const list = lists.nth(pick(count));
          const options = await list.locator("option").count();
          await list.selectOption({ index: pick(options) }, { timeout: 300 });
        },
      ];
      let done = 0;
      let before = 0;
      while (Date.now() < end) {
        const k = pick(acts.length);
        await (acts[k] as (typeof acts)[number])().catch(() => undefined);
        done++;
        const now = await page.evaluate(() => (window as unknown as { longest: number }).longest);
        if (now > before && now > 200) console.log(`${Math.round(now)} ms after act ${k} at ${await page.evaluate(() => location.hash.slice(0, 80))}`);
        before = now;
        if (!early && Date.now() > fifth) early = await heap();
      }
      const late = await heap();
      const longest = await page.evaluate(() => (window as unknown as { longest: number }).longest);
      console.log(`${done} acts; longest task ${Math.round(longest)} ms; heap ${(early / 1e6).toFixed(1)} MB, then ${(late / 1e6).toFixed(1)} MB`);
      expect(errors).toEqual([]);
      // a short run beside other tests measures the machine
      if (minutes >= 5) {
        expect(longest).toBeLessThan(longestTask);
        expect(late).toBeLessThan(growth * early);
      }
      await page.context().close();
    },
    minutes * 60_000 + 60_000,
  );
});
