import { type Node, parseTree } from "jsonc-parser";
import { readMarkdown } from "./markdown.ts";
import { placesOf, type Source } from "./source.ts";

/** Reads a Jupyter notebook: its Markdown cells as one document, with places in the file itself. A file that is no JSON has no cells. */
export function readNotebook(file: string): Source {
  const offsets: number[] = [];
  let text = "";
  for (const cell of elements(field(parseTree(file, [], { allowTrailingComma: true }), "cells"))) {
    if (field(cell, "cell_type")?.value !== "markdown") continue;
    const source = field(cell, "source");
    for (const part of source?.type === "string" ? [source] : elements(source)) if (part.type === "string") text += decode(file, part, offsets);
    text += "\n\n";
    const last = source ? source.offset + source.length - 1 : 0;
    offsets.push(last, last);
  }
  const place = placesOf(file);
  return { ...readMarkdown(text), place: (at) => place(offsets[Math.min(at, offsets.length - 1)] ?? 0) };
}

/** Has the text of a file the cells of a notebook? */
export function isNotebook(file: string): boolean {
  return field(parseTree(file, [], { allowTrailingComma: true }), "cells")?.type === "array";
}

function elements(node: Node | undefined): readonly Node[] {
  return node?.type === "array" ? (node.children ?? []) : [];
}

function field(node: Node | undefined, name: string): Node | undefined {
  if (node?.type !== "object") return undefined;
  return node.children?.find((p) => p.children?.[0]?.value === name)?.children?.[1];
}

/** The value of a string of the file; `offsets` gets the place of each of its units. */
function decode(file: string, node: Node, offsets: number[]): string {
  let out = "";
  const end = node.offset + node.length - 1;
  for (let k = node.offset + 1; k < end; ) {
    const length = file[k] === "\\" ? (file[k + 1] === "u" ? 6 : 2) : 1;
    out += length === 1 ? file[k] : escapes(file.slice(k, k + length));
    offsets.push(k);
    k += length;
  }
  return out;
}

const letters: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" };

function escapes(text: string): string {
  if (text[1] === "u") return String.fromCharCode(Number.parseInt(text.slice(2), 16) || 0xfffd);
  return letters[text[1] as string] ?? (text[1] as string);
}
