import "katex/dist/katex.min.css";
import "./style.css";
import { effect } from "@preact/signals";
import { render } from "preact";
import { App } from "./app.tsx";
import { takeFiles } from "./notes/dropped.ts";
import { begin } from "./state/state.ts";
import { showTheme } from "./state/theme.ts";
import { lang } from "./words/words.ts";

showTheme();
effect(() => {
  document.documentElement.lang = lang.value === "zh" ? "zh-Hans" : "en";
});
begin();
takeFiles();
if (import.meta.env.PROD && "serviceWorker" in navigator)
  addEventListener("load", () => navigator.serviceWorker.register("./offline.js").catch(() => undefined));
render(<App />, document.getElementById("app") as HTMLElement);
