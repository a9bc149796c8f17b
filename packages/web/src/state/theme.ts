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

/** The accent of the theme that is shown, as digits: for what takes no variable. */
export function accentDigits(): string {
  const dark = theme.value === "dark" || (theme.value === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  return dark ? "#a3b8ff" : "#2c4bb0";
}

export function showTheme(): void {
  const root = document.documentElement;
  if (theme.peek() === "auto") delete root.dataset.theme;
  else root.dataset.theme = theme.peek();
}
