import { w } from "../words/words.ts";

/** What the engine says, which is English: in another language behind what its code means. */
export function Told({ code, message }: { readonly code: string; readonly message: string }) {
  const meanings: Readonly<Record<string, string | undefined>> = w().codes;
  const meaning = Object.hasOwn(meanings, code) ? meanings[code] : undefined;
  return (
    <>
      {meaning && <span>{meaning} </span>}
      <span lang="en">{message}</span>
    </>
  );
}
