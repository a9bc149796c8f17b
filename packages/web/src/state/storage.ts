/** What this browser remembers; where it may not, nothing is remembered. */
const prefix = "gradus.";

export function recall(key: string): string | undefined {
  try {
    return localStorage.getItem(prefix + key) ?? undefined;
  } catch {
    return undefined;
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(prefix + key, value);
  } catch {
    // full, or forbidden: the page works without
  }
}
