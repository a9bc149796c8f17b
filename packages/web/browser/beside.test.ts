import { readFile } from "node:fs/promises";
import type { Browser, Download } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { answers, chromium, launch, openPage, write } from "./browser.ts";

const lectureNotes = `# Notes

Let $A \\in \\mathbb{R}^{n\\times n}$ and $x \\in \\mathbb{R}^n$. Then

$$\\nabla_x \\, x^\\top A x = (A + A^\\top) x$$

and

$$\\nabla_x \\, x^\\top A x = 3 A x.$$
`;

describe.skipIf(!chromium)("beside the answer", () => {
  let browser: Browser;
  const address = inject("address");
  const open = (fragment?: string, options?: object) => openPage(browser, address, fragment, options);
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

  test("the check, with its curve", async () => {
    const { page, errors } = await open("e=a'*exp(X*b)&by=X");
    await page.waitForSelector(".plot svg path");
    const facts = await page.textContent(".facts");
    expect(facts).toMatch(/greatest error\d\.\d · 10⁻/);
    expect(facts).toMatch(/sizes.*m=\d/);
    expect(await page.locator(".curve tbody tr").count()).toBeGreaterThan(10);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test("the derivation by each method, what a step touches, a copy", async () => {
    const { page, errors } = await open("e=tr(A*X*B*X')&by=X&t=steps");
    await page.waitForSelector(".derivation .read-off");
    const lines = await page.locator(".derivation li").count();
    expect(lines).toBeGreaterThan(3);
    await page.hover(".derivation li >> nth=-2");
    await expect.poll(() => page.locator(".derivation .katex [style*=color]").count()).toBeGreaterThan(0);
    await page.click(".derivation li >> nth=-1 >> summary");
    expect(await page.textContent(".derivation li >> nth=-1 >> p.soft")).toContain("read-off");
    await page.hover(".derivation li >> nth=-1 >> .as-text .part .part >> nth=0");
    expect(await page.textContent(".derivation li >> nth=-1 >> .tells")).toMatch(/^[A-Z].*: [mn] × [mn]$/);
    await page.check("input[name=method] >> nth=2");
    await expect.poll(() => page.textContent(".derivation")).toContain("\\sum");
    await page.click("text=Copy the derivation");
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^\\begin\{align\*\}/);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test("code in each language, with its cost, options and copy", async () => {
    const { page, errors } = await open("e=norm2(X*w$-$y)^2&by=w&t=code");
    const code = () => page.textContent(".code pre");
    const first: Record<string, string> = { NumPy: "import numpy", PyTorch: "import torch", JAX: "import jax", Julia: "LinearAlgebra", MATLAB: "function", JavaScript: "export", "C++": "#include", Dask: "import dask" }; // biome-ignore format: a list
    for (const [name, sign] of Object.entries(first)) {
      await page.check(`.code .choice label:has-text("${name}") input`);
      await expect.poll(code, { message: name }).toContain(sign);
    }
    expect(await page.textContent(".costs")).toContain("4·m·n + 3·m + n");
    await page.check(".code >> text=Hessian-vector product");
    await expect.poll(() => page.textContent(".costs")).toContain("Hessian-vector product");
    await page.check(".code .tick >> text=self-test");
    await expect.poll(code).toContain("check passed");
    await page.click("text=Copy the code");
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await code());
    await page.reload();
    await expect.poll(code).toContain("import dask");
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test("code for what cannot be said is refused", async () => {
    const { page, errors } = await open(`e=${encodeURIComponent("X: matrix(N, d)\nc: scalar\ntr(expm(c*X*X'))")}&by=c&t=code`);
    await page.check('.code .choice label:has-text("Dask") input');
    await expect.poll(() => page.textContent(".refusal")).toBe("dask cannot say expm of what is in blocks");
    expect(await page.locator(".code pre").count()).toBe(0);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test("numbers can be changed, drawn anew and resized", async () => {
    const { page } = await open("e=x'*A*x&by=x&t=numbers");
    const f = () => page.textContent(".results .heat >> nth=0 >> td");
    await page.waitForSelector(".results td");
    await page.selectOption(".numbers .row select", "2");
    await expect.poll(() => page.locator("table[aria-label=A] input").count()).toBe(4);
    for (const [name, value] of [
      ["x[1,1]", "1"],
      ["x[2,1]", "2"],
      ["A[1,1]", "1"],
      ["A[1,2]", "0"],
      ["A[2,1]", "0"],
      ["A[2,2]", "3"],
    ] as const) {
      // biome-ignore format: a list
      await page.fill(`input[aria-label="${name}"]`, value);
      await page.keyboard.press("Tab");
      await expect.poll(() => page.inputValue(`input[aria-label="${name}"]`)).toBe(value);
    }
    await expect.poll(f).toBe("13");
    const column = (k: number) => page.$$eval(`.results .heat:nth-child(${k}) td`, (all) => all.map((td) => td.textContent));
    await expect.poll(() => column(2)).toEqual(["2", "12"]);
    expect(await column(3)).toEqual(["2", "12"]);
    await page.click("text=New random numbers");
    await expect.poll(f).not.toBe("13");
    await page.context().close();
  });

  test("pictures of both networks", async () => {
    const { page } = await open("e=tr(A*X*B*X')&by=X&t=picture");
    await page.waitForSelector("svg.network");
    const count = (which: number, what: string) => page.locator(`.networks >> nth=${which}`).locator(what).count();
    await expect.poll(() => count(0, ".tensor.is")).toBe(2);
    expect(await count(1, "svg")).toBe(2);
    expect(await count(1, ".end")).toBe(4);
    await page.context().close();
  });

  test("a claim is judged", async () => {
    const { page } = await open("e=x'*A*x&by=x&t=claim&c=3*A*x");
    await expect.poll(() => page.textContent(".judged")).toContain("wrong");
    expect(await page.textContent(".judged")).toContain("The right derivative");
    await write(page, "A*x + A'*x", ".claim");
    await expect.poll(() => page.textContent(".judged .verdict")).toContain("right");
    await write(page, "", ".claim");
    await page.evaluate(() => navigator.clipboard.writeText("2 A \\mathbf{x}"));
    await page.locator(".claim .cm-content").press("Control+v");
    await expect.poll(() => page.textContent(".claim .cm-content")).toBe("2*A*x");
    await expect.poll(() => page.textContent(".judged .verdict")).toContain("right under an assumptionA symmetric");
    await page.context().close();
  });

  test("a derivation is judged step by step", async () => {
    const { page } = await open("e=x'*A*x&by=x&t=claim&c=f$=$x'*A*x!df$=$dx'*A*x$%2B$x'*A*dx!df$=$3*x'*A*dx");
    await page.waitForSelector(".links li");
    expect(await page.locator(".links li.correct").count()).toBeGreaterThan(0);
    expect(await page.locator(".links li.wrong").count()).toBe(1);
    await page.context().close();
  });

  test("a file of notes, with its findings in place", async () => {
    const { page, errors } = await open("t=notes");
    await page.setInputFiles("input[type=file]", { name: "notes.md", mimeType: "text/markdown", buffer: Buffer.from(lectureNotes) });
    await page.waitForSelector(".document");
    expect(await page.locator(".document .finding.wrong").count()).toBe(1);
    expect(await page.textContent("li:has(.finding.wrong) code")).toContain("3 A x");
    await page.setInputFiles("input[type=file]", {
      name: "image.png",
      mimeType: "image/png",
      buffer: Buffer.from([137, 80, 78, 71, 255, 254, 0]),
    });
    await page.waitForTimeout(300);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test("a file dropped anywhere on the page is checked", async () => {
    const { page, errors } = await open("e=x'*A*x&by=x");
    await answers(page);
    const file = await page.evaluateHandle((text) => {
      const held = new DataTransfer();
      held.items.add(new File([text], "notes.md", { type: "text/markdown" }));
      return held;
    }, lectureNotes);
    await page.dispatchEvent(".hero", "dragover", { dataTransfer: file });
    await page.waitForSelector(".dropping");
    await page.dispatchEvent(".hero", "drop", { dataTransfer: file });
    await page.waitForSelector(".document .finding.wrong");
    expect(await page.locator(".dropping").count()).toBe(0);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test("the sheet: search, open, print", async () => {
    const { page, errors } = await open("t=sheet");
    await page.waitForSelector(".sheet li .katex");
    expect(await page.locator(".sheet li").count()).toBeGreaterThan(400);
    const hessians = page.locator(".sheet h2 >> text=Hessians");
    await page.click(".topics >> text=Hessians");
    await expect.poll(async () => (await hessians.boundingBox())?.y).toBeLessThan(300);
    await page.fill(".sheet input", "logdet gaussian");
    await expect.poll(() => page.locator(".sheet li:visible").count()).toBeLessThan(30);
    await page.fill(".sheet input", "zzz");
    expect(await page.textContent(".sheet")).toContain("No formula has these words.");
    await page.fill(".sheet input", "tr(A*X");
    await page.click(".sheet li:visible a >> nth=0");
    expect((await answers(page)).length).toBe(1);
    await page.goBack().catch(() => undefined);
    await page.goto(`${address}#t=sheet`);
    await page.waitForSelector(".sheet li .katex");
    expect((await page.pdf()).length).toBeGreaterThan(50_000);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test("links, copies, pictures", async () => {
    const { page, errors } = await open("e=A:$matrix(n)$symmetric!x'*A*x&by=x&l=numerator");
    await answers(page);
    const copied = async (name: string) => {
      await page.click(`.share button >> text="${name}"`);
      await page.waitForSelector(`.share [role=status] >> text=${name}: copied`);
      return page.evaluate(() => navigator.clipboard.readText());
    };
    expect(await copied("link")).toBe(`${address}#e=A:$matrix(n)$symmetric!x'*A*x&by=x&l=numerator`);
    expect(await copied("text")).toBe("2*x'*A");
    expect(await copied("LaTeX")).toBe("\\frac{\\partial f}{\\partial x} = 2 x^\\top A");
    expect(await copied("Markdown")).toBe("$$\n\\frac{\\partial f}{\\partial x} = 2 x^\\top A\n$$");
    const saved = async (name: string) => {
      const [download] = await Promise.all([page.waitForEvent("download") as Promise<Download>, page.click(`.share button >> text="${name}"`)]);
      return readFile(await download.path());
    };
    expect((await saved("SVG")).toString()).toMatch(/^<svg .*<path/s);
    expect([...(await saved("PNG")).subarray(1, 4)]).toEqual([..."PNG"].map((c) => c.charCodeAt(0)));
    await write(page, "x'*x");
    await expect.poll(() => page.evaluate(() => location.hash)).toBe("#e=x'*x&by=x&l=numerator");
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test("history is kept in this browser, and comes back when cleared", async () => {
    const { page } = await open("e=x'*A*x&by=x");
    await answers(page);
    await page.waitForTimeout(1700);
    await write(page, "tr(x*x')");
    await page.waitForTimeout(1900);
    await page.reload();
    await page.click("header >> text=History");
    expect(await page.$$eval(".history li code", (all) => all.map((c) => c.textContent))).toEqual(["tr(x*x')", "x'*A*x"]);
    await page.click(".history >> text=Clear");
    expect(await page.locator(".history li").count()).toBe(0);
    await page.click(".history >> text=Bring it back");
    await page.click(".history li >> nth=1 >> button");
    await expect.poll(() => page.textContent(".cm-content")).toBe("x'*A*x");
    await page.context().close();
  });

  test("languages and themes are remembered", async () => {
    const { page } = await open("", { locale: "zh-CN" });
    expect(await page.textContent("nav")).toBe("求导公式表讲义");
    await page.click("text=English");
    await page.click("header button[aria-label^=Theme]");
    await page.click("header button[aria-label^=Theme]");
    await page.reload();
    await page.waitForSelector("main");
    expect(await page.textContent("nav")).toBe("DeriveFormula sheetNotes");
    expect(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dataset.theme])).toEqual(["en", "dark"]);
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe("rgb(20, 21, 23)");
    await page.context().close();
  });

  test("the keyboard suffices", async () => {
    const { page } = await open("e=x'*A*x&by=x");
    await answers(page);
    await page.waitForSelector(".cm-content");
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "");
    const reached = new Set<string>();
    for (let k = 0; k < 40; k++) {
      await page.keyboard.press("Tab");
      reached.add(await focused());
    }
    for (const wanted of [
      "Skip to the answer",
      "Formula sheet",
      "History",
      "Expression, with declarations and definitions",
      "Differentiate by",
      "link",
      "Check",
    ])
      expect([...reached]).toContain(wanted);
    await page.focus("[role=tab][aria-selected=true]");
    await page.keyboard.press("ArrowRight");
    expect(await page.getAttribute("[role=tab][aria-selected=true]", "id")).toBe("tab-steps");
    await page.focus(".as-text code");
    await page.keyboard.press("ArrowRight");
    expect(await page.textContent(".tells")).toContain(" × ");
    await page.focus(".chip");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".popover");
    await page.keyboard.press("Escape");
    expect(await page.locator(".popover").count()).toBe(0);
    await page.context().close();
  });
});
