import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { answers, chromium, launch, openPage, write } from "./browser.ts";

describe.skipIf(!chromium)("a question and its answer", () => {
  let browser: Browser;
  const address = inject("address");
  const open = (fragment?: string, options?: object) => openPage(browser, address, fragment, options);
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

  test("the answer follows the text as it is typed", async () => {
    const { page, errors } = await open();
    expect(await answers(page)).toEqual(["\\frac{\\partial x^\\top A x}{\\partial x} = \\left(A + A^\\top\\right) x"]);
    await write(page, "logdet(X)");
    await page.fill(".by input", "X");
    await expect.poll(() => answers(page)).toEqual([expect.stringContaining("= X^{-\\top}")]);
    expect(await page.textContent(".line .shape")).toBe("n × n");
    expect(await page.textContent(".notes")).toContain("X invertible");
    expect(await page.locator(".line .katex-mathml math").count()).toBe(1);
    expect(await page.textContent(".answer .sr")).toBe("inverse of X transpose");
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test("layout, order and form; one line says what a layout changed", async () => {
    const { page } = await open("e=a'*x&by=x");
    await answers(page);
    await page.check("input[name=layout] >> nth=0");
    await expect.poll(() => page.textContent(".layout-line")).toBe("Transposed from mixed layout: n × 1 became 1 × n.");
    await page.check("input[name=layout] >> nth=2");
    await expect.poll(() => page.textContent(".layout-line")).toBe("Transposed from numerator layout: 1 × n became n × 1.");
    await write(page, "x'*A*x");
    await page.check("input[name=order] >> nth=1");
    await expect.poll(() => answers(page)).toEqual([expect.stringContaining("= A + A^\\top")]);
    await page.check("input[name=order] >> nth=0");
    for (const [form, part] of [
      ["differential", "\\mathrm{d}x^\\top A x = "],
      ["index", "\\right]_{i}"],
      ["vec", "operatorname{vec}"],
      ["jvp", "\\mathrm{D}f"],
      ["vjp", "[G]"],
      ["hvp", "\\nabla^{2}f"],
      ["newton", "x_{\\mathrm{new}}"],
    ] as const) {
      await page.selectOption(".options .picker >> nth=1 >> select", form);
      await expect.poll(async () => (await answers(page))[0]).toContain(part);
    }
    await page.context().close();
  });

  test("definitions, a list of names, optimum, convexity, an equation", async () => {
    const { page } = await open();
    await write(page, "y: vector(k) onehot\na1 = W1*x + b1; h = sigmoid(a1)\na2 = W2*h + b2\n-y'*log(softmax(a2))");
    await page.fill(".by input", "W1, b2");
    await expect.poll(async () => (await answers(page)).length).toBe(2);
    expect(await page.locator(".where li").count()).toBeGreaterThan(0);
    await write(page, "norm2(X*w - y)^2");
    await page.fill(".by input", "w");
    await page.selectOption(".options select >> nth=0", "solve");
    await expect.poll(() => page.textContent(".hero")).toContain("minimum");
    await page.selectOption(".options select >> nth=0", "convexity");
    await expect.poll(() => page.textContent(".hero .verdict")).toMatch(/^convex/);
    await write(page, "tr(A*B) = tr(B*A)");
    await expect.poll(() => page.textContent(".hero .verdict")).toBe("✓ right");
    await write(page, "d(x'*A*x)/d(x) = 3*A*x");
    await expect.poll(() => page.textContent(".hero .verdict")).toMatch(/^✗ wrong/);
    expect(await page.textContent(".as-text code")).toBe("(A + A')*x");
    await page.context().close();
  });

  test("a mistake is marked and told, and mended by a click", async () => {
    const { page } = await open();
    await write(page, "x'*A*x + 2x'*b");
    await expect.poll(() => page.textContent(".diagnostics")).toContain("there is no product without an operator");
    expect(await page.textContent(".tok-mistake")).toBe("2x'");
    await page.click(".fixes button");
    await expect.poll(() => answers(page)).toEqual([expect.stringContaining("2 b")]);
    expect(await page.textContent(".cm-content")).toBe("x'*A*x + 2*x'*b");
    expect(await page.locator(".mistake").count()).toBe(0);
    await page.context().close();
  });

  test("chips change types and properties; undo brings them back", async () => {
    const { page } = await open("e=x'*A*x&by=x");
    await answers(page);
    await page.click(".chip >> text=A");
    await page.check('.popover label[title="A\' = A"] input');
    await expect.poll(() => answers(page)).toEqual([expect.stringContaining("= 2 A x")]);
    expect(await page.textContent(".cm-content")).toContain("A: matrix(n, n) symmetric");
    expect(await page.textContent(".notes")).toContain("A symmetric");
    await page.keyboard.press("Escape");
    await page.click("header button[aria-label=Undo]");
    await expect.poll(() => answers(page)).toEqual([expect.stringContaining("A + A^\\top")]);
    await page.click("header button[aria-label=Redo]");
    await expect.poll(() => answers(page)).toEqual([expect.stringContaining("= 2 A x")]);
    await page.click(".chip >> text=A");
    await page.click(".popover >> text=Differentiate by this");
    await expect.poll(() => answers(page)).toEqual([expect.stringContaining("= x x^\\top")]);
    await page.context().close();
  });

  test("completion, symbols, shapes of parts", async () => {
    const { page } = await open("e=x'*A*x&by=x");
    await write(page, "");
    await page.locator(".cm-content").first().pressSequentially("logd");
    await page.waitForSelector(".cm-tooltip-autocomplete >> text=logdet");
    await page.waitForTimeout(150);
    await page.keyboard.press("Enter");
    await page.keyboard.type("X");
    await page.fill(".by input", "X");
    await expect.poll(() => answers(page)).toEqual([expect.stringContaining("X^{-\\top}")]);
    await page.click("text=Symbols");
    await page.locator(".cm-content").first().press("End");
    await page.click(".palette button >> text=tr");
    expect(await page.textContent(".cm-content")).toBe("logdet(X)tr()");
    await page.click("header button[aria-label=Undo]");
    await write(page, "x'*A*x");
    await page.fill(".by input", "x");
    await expect.poll(() => page.textContent(".as-text code")).toBe("(A + A')*x");
    await page.hover(".as-text .part >> text=A' >> nth=-1");
    await expect.poll(() => page.textContent(".tells")).toContain("n × n");
    await page.hover(".cm-line", { position: { x: 12, y: 12 } });
    await page.waitForSelector(".shape-tip");
    await page.context().close();
  });

  test.each([
    ["\\frac{\\partial}{\\partial X}\\operatorname{tr}(AX^\\top)", "tr(A*X')", "X"],
    ["\\mathbf{x}^\\top A\\mathbf{x}", "x'*A*x", ""],
    ["$\\nabla_w \\|Xw-y\\|_2^2 = 2X^\\top(Xw-y)$", "norm2(X*w - y)^2", "w"],
    ["\\href{javascript:alert(1)}{x}", undefined, undefined],
    ["x'*x", "x'*x", "x"],
  ])("pasted %s is read into the language", async (latex, text, by) => {
    const { page, errors } = await open("e=x&by=x");
    await write(page, "");
    await page.evaluate((t) => navigator.clipboard.writeText(t), latex);
    await page.locator(".cm-content").first().press("Control+v");
    if (text === undefined) await page.waitForTimeout(1000);
    else {
      await expect.poll(() => page.textContent(".cm-content"), { timeout: 5000 }).toBe(text);
      await expect.poll(() => page.inputValue(".by input")).toBe(by);
      expect((await answers(page)).length).toBe(1);
    }
    expect(await page.locator("main a[href^='javascript']").count()).toBe(0);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test("a request that outlives its budget is ended, and the page goes on", async () => {
    const { page, errors } = await open();
    const big = `${Array.from({ length: 60 }, (_, k) => `tanh(W${k}*`).join("")}x${")".repeat(60)}`;
    await write(page, `sum(${big})`);
    await page.waitForTimeout(80);
    await write(page, "x'*x");
    await page.fill(".by input", "x");
    await expect.poll(() => answers(page), { timeout: 8000 }).toEqual([expect.stringContaining("= 2 x")]);
    expect(errors).toEqual([]);
    await page.context().close();
  });
});
