import { signal } from "@preact/signals";
import { change } from "../state/state.ts";

/** The file that was dropped last, until it is read. */
export const dropped = signal<File | undefined>(undefined);
/** Is a file held over the page? */
export const over = signal(false);

const holdsFile = (e: DragEvent): boolean => e.dataTransfer?.types.includes("Files") ?? false;

/** Takes files wherever on the page they are dropped, and opens the notes for them. */
export function takeFiles(): void {
  addEventListener("dragover", (e) => {
    if (!holdsFile(e)) return;
    e.preventDefault();
    over.value = true;
  });
  addEventListener("dragleave", (e) => {
    if (!e.relatedTarget) over.value = false;
  });
  addEventListener("drop", (e) => {
    over.value = false;
    const file = e.dataTransfer?.files[0];
    if (!file) return;
    e.preventDefault();
    dropped.value = file;
    change({ tab: "notes" });
  });
}
