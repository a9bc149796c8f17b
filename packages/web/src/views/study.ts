import { useEffect, useState } from "preact/hooks";
import { Unanswered } from "../engine/client.ts";
import type { TaskName, Tasks } from "../engine/messages.ts";
import { studies } from "../state/state.ts";

/** What the engine says to a question beside the answer; asked anew when the question changes. Undefined while it computes. */
export function useStudy<Name extends TaskName>(task: Name, input: Tasks[Name]["in"] | undefined): Tasks[Name]["out"] | undefined {
  const [found, setFound] = useState<{ key: string; out: Tasks[Name]["out"] }>();
  const key = JSON.stringify([task, input]);
  useEffect(() => {
    if (input === undefined) return;
    let gone = false;
    const ask = () =>
      studies.ask(task, input).then(
        (out) => {
          if (!gone) setFound({ key, out });
        },
        (e) => {
          // another tab's question took the place of this one
          if (!gone && e instanceof Unanswered && e.reason === "superseded") ask();
        },
      );
    const timer = setTimeout(ask, 120);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [key]);
  return found?.key === key ? found.out : undefined;
}
