import type { FunctionComponent } from "preact";
import { useEffect, useState } from "preact/hooks";
import { w } from "../words/words.ts";

/** Where a part of the page comes from. */
export type Source<Props> = () => Promise<FunctionComponent<Props>>;

const loaded = new Map<unknown, FunctionComponent<never>>();

/** A part of the page that is loaded when it is first shown. */
export function Part<Props extends object>({ source, ...props }: { readonly source: Source<Props> } & Props) {
  const [, draw] = useState(0);
  useEffect(() => {
    if (loaded.has(source)) return;
    let gone = false;
    source().then(
      (view) => {
        loaded.set(source, view as FunctionComponent<never>);
        if (!gone) draw((k) => k + 1);
      },
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [source]);
  const View = loaded.get(source) as FunctionComponent<Props> | undefined;
  return View ? <View {...(props as unknown as Props)} /> : <p class="soft">{w().thinking}</p>;
}
