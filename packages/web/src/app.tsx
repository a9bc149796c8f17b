import { change, question } from "./state/state.ts";
import { chooseTheme, theme } from "./state/theme.ts";
import { Derive } from "./views/derive.tsx";
import { HistoryTools } from "./views/history.tsx";
import { Part } from "./views/part.tsx";
import { chooseLanguage, lang, w } from "./words/words.ts";

const sheet = () => import("./sheet/sheet.tsx").then((m) => m.Sheet);
const themes = ["auto", "light", "dark"] as const;

function Header() {
  const onSheet = question.value.tab === "sheet";
  return (
    <header>
      <button type="button" class="skip" onClick={() => document.getElementById("answer")?.focus()}>
        {w().skip}
      </button>
      <button type="button" class="wordmark" onClick={() => change({ tab: "check" })}>
        <span aria-hidden="true">∇</span> Gradus
      </button>
      <nav aria-label="Gradus">
        <button type="button" aria-current={onSheet ? undefined : "page"} onClick={() => change({ tab: "check" })}>
          {w().derive}
        </button>
        <button type="button" aria-current={onSheet ? "page" : undefined} onClick={() => change({ tab: "sheet" })}>
          {w().sheet}
        </button>
      </nav>
      <div class="tools">
        <HistoryTools />
        <button
          type="button"
          lang={lang.value === "en" ? "zh" : "en"}
          aria-label={w().languageLabel}
          onClick={() => chooseLanguage(lang.value === "en" ? "zh" : "en")}
        >
          {w().language}
        </button>
        <button
          type="button"
          class="icon"
          aria-label={`${w().theme.title}: ${w().theme[theme.value]}`}
          title={`${w().theme.title}: ${w().theme[theme.value]}`}
          onClick={() => chooseTheme(themes[(themes.indexOf(theme.value) + 1) % themes.length] as (typeof themes)[number])}
        >
          {{ auto: "◐", light: "○", dark: "●" }[theme.value]}
        </button>
      </div>
    </header>
  );
}

export function App() {
  return (
    <>
      <Header />
      <main>{question.value.tab === "sheet" ? <Part source={sheet} /> : <Derive />}</main>
    </>
  );
}
