import { signal } from "@preact/signals";
import { recall, remember } from "./storage.ts";

type Theme = "auto" | "light" | "dark";

const remembered = recall("theme");
export const theme = signal<Theme>(remembered === "light" || remembered === "dark" ? remembered : "auto");

/** Shows the page in a theme, and remembers it. */
export function chooseTheme(next: Theme): void {
  theme.value = next;
  remember("theme", next);
  showTheme();
}

export function showTheme(): void {
  const root = document.documentElement;
  if (theme.peek() === "auto") delete root.dataset.theme;
  else root.dataset.theme = theme.peek();
}
