import { over } from "./notes/dropped.ts";
import { change, question } from "./state/state.ts";
import { chooseTheme, theme } from "./state/theme.ts";
import { Derive } from "./views/derive.tsx";
import { HistoryTools } from "./views/history.tsx";
import { Part, type Source } from "./views/part.tsx";
import { chooseLanguage, lang, w } from "./words/words.ts";

/** Pages beside that of a question, by the tab that opens them. */
const pages: Readonly<Record<string, Source<object> | undefined>> = {
  sheet: () => import("./sheet/sheet.tsx").then((m) => m.Sheet),
  notes: () => import("./notes/notes.tsx").then((m) => m.Notes),
};
const names = ["check", "sheet", "notes"] as const;
const titles = () => ({ check: w().derive, sheet: w().sheet, notes: w().notes });
const themes = ["auto", "light", "dark"] as const;

function Header() {
  const here = pages[question.value.tab] ? question.value.tab : "check";
  return (
    <header>
      <button type="button" class="skip" onClick={() => document.getElementById("answer")?.focus()}>
        {w().skip}
      </button>
      <button type="button" class="wordmark" onClick={() => change({ tab: "check" })}>
        <span aria-hidden="true">∇</span> Gradus
      </button>
      <nav aria-label="Gradus">
        {names.map((name) => (
          <button key={name} type="button" aria-current={here === name ? "page" : undefined} onClick={() => change({ tab: name })}>
            {titles()[name]}
          </button>
        ))}
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
      {over.value && (
        <p class="dropping" aria-hidden="true">
          <span>{w().notesView.here}</span>
        </p>
      )}
      <main>{pages[question.value.tab] ? <Part source={pages[question.value.tab] as Source<object>} /> : <Derive />}</main>
    </>
  );
}
