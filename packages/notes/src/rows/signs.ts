/** The commands of LaTeX by what they are to rows of formulas. */

export const otherRelations = new Set(
  "\\approx \\propto \\le \\leq \\ge \\geq \\leqslant \\geqslant < > \\lt \\gt \\sim \\simeq \\cong \\mapsto \\leftarrow \\gets \\longleftarrow \\ne \\neq \\subset \\subseteq \\in \\ni \\notin \\perp \\ll \\gg \\not \\succ \\succeq \\prec \\preceq".split(
    " ",
  ),
);
export const arrows = new Set(
  "\\Rightarrow \\Longrightarrow \\implies \\iff \\Leftrightarrow \\Longleftrightarrow \\Downarrow \\therefore \\because \\Leftarrow \\impliedby \\Updownarrow \\downarrow \\leadsto \\rightsquigarrow".split(
    " ",
  ),
);
export const thinArrows = new Set(["\\rightarrow", "\\longrightarrow", "\\to"]);
export const rowEnds = new Set(["\\\\", "\\cr", "\\newline", "\\tabularnewline"]);
export const ignored = new Set(["\\nonumber", "\\notag", "\\displaystyle", "\\limits", "\\allowbreak", "\\hfill", "\\\n", "\\!"]);
export const ignoredWithGroup = new Set([
  "\\label",
  "\\tag",
  "\\tag*",
  "\\eqref",
  "\\ref",
  "\\cite",
  "\\hspace",
  "\\hspace*",
  "\\vspace",
  "\\vspace*",
  "\\color",
  "\\footnote",
]);
export const spaces = new Set(["\\quad", "\\qquad", "\\hskip", "\\enspace"]);
export const textual = new Set([
  "\\text",
  "\\mbox",
  "\\textrm",
  "\\textbf",
  "\\textit",
  "\\intertext",
  "\\shortintertext",
  "\\hbox",
  "\\textnormal",
  "\\textsf",
]);
export const transparent =
  /^(?:align|aligned|alignedat|alignat|flalign|split|gather|gathered|multline|multlined|eqnarray|equation|dmath|IEEEeqnarray|displaymath|math)\*?$/;
export const opening = new Set(["(", "[", "\\{", "\\langle", "\\lbrace", "\\lbrack", "\\lfloor", "\\lceil"]);
export const closing = new Set([")", "]", "\\}", "\\rangle", "\\rbrace", "\\rbrack", "\\rfloor", "\\rceil"]);
/** Commands that only colour or frame what stands in their last group, and how many groups stand before it. */
export const frames: ReadonlyMap<string, number> = new Map([
  ["\\class", 1],
  ["\\textcolor", 1],
  ["\\cssId", 1],
  ["\\style", 1],
  ["\\colorbox", 1],
  ["\\boxed", 0],
  ["\\fbox", 0],
  ["\\bbox", 0],
  ["\\underline", 0],
  ["\\mathbox", 0],
]);
export const blanks = new Set(["~", "\\ ", "\\,", "\\:", "\\>", "\\;"]);
export const separators = new Set([",", ";", "，", "；", "、", "。"]);
