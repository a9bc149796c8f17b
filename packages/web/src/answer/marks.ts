const marks: Readonly<Record<string, string>> = { correct: "✓", wrong: "✗", definition: "≔", undecided: "?" };

/** A sign for a verdict; what is right in a way has a sign of its own. */
export const markOf = (verdict: string): string => marks[verdict] ?? "≈";
