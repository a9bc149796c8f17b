/** LaTeX as a drawing that needs no fonts: by MathJax, loaded when first asked for. */
import { liteAdaptor } from "mathjax-full/js/adaptors/liteAdaptor.js";
import { RegisterHTMLHandler } from "mathjax-full/js/handlers/html.js";
import { TeX } from "mathjax-full/js/input/tex.js";
import "mathjax-full/js/input/tex/ams/AmsConfiguration.js";
import { mathjax } from "mathjax-full/js/mathjax.js";
import { SVG } from "mathjax-full/js/output/svg.js";

const adaptor = liteAdaptor();
RegisterHTMLHandler(adaptor);
const page = mathjax.document("", { InputJax: new TeX({ packages: ["base", "ams"] }), OutputJax: new SVG({ fontCache: "none" }) });

/** Pixels of an ex at which a drawing is shown. */
const ex = 12;

/** An SVG of a line of LaTeX, black on nothing. */
export function drawSvg(tex: string): string {
  const holder = page.convert(tex, { display: true });
  const svg = adaptor.innerHTML(holder);
  return svg
    .replace("<svg ", '<svg color="black" ')
    .replace(/width="([\d.]+)ex"/, (_all, w: string) => `width="${(Number(w) * ex).toFixed(1)}"`)
    .replace(/height="([\d.]+)ex"/, (_all, h: string) => `height="${(Number(h) * ex).toFixed(1)}"`);
}

/** The SVG as a PNG, three times as large, on white. */
export async function rasterize(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const [scale, margin] = [3, 12];
  const canvas = document.createElement("canvas");
  canvas.width = Math.min(16_000, (image.width + 2 * margin) * scale);
  canvas.height = Math.min(16_000, (image.height + 2 * margin) * scale);
  const context = canvas.getContext("2d") as CanvasRenderingContext2D;
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, margin * scale, margin * scale, image.width * scale, image.height * scale);
  return new Promise((resolve, reject) => canvas.toBlob((b) => (b ? resolve(b) : reject(new Error("no picture"))), "image/png"));
}
