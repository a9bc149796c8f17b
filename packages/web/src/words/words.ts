import { computed, signal } from "@preact/signals";
import { recall, remember } from "../state/storage.ts";
import { en, type Words } from "./en.ts";
import { zh } from "./zh.ts";

export type Lang = "en" | "zh";

const languages: Readonly<Record<Lang, Words>> = { en, zh };

const remembered = recall("lang");
/** The language of the page: as chosen before, else the browser's. */
export const lang = signal<Lang>(remembered === "en" || remembered === "zh" ? remembered : navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en");

const words = computed(() => languages[lang.value]);

/** The words of the page in its language. */
export const w = (): Words => words.value;

export function chooseLanguage(next: Lang): void {
  lang.value = next;
  remember("lang", next);
}
