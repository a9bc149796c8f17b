/** The names of sizes in a type as it is declared: `m` and `n` of `matrix(m, n) symmetric`. */
const names = /[\p{L}_][\p{L}\p{N}_]*(?=[^()]*\))/gu;

export const sizesIn = (type: string): string[] => type.match(names) ?? [];

/** The type with other names for its sizes. */
export const resized = (type: string, name: (size: string) => string): string => type.replace(names, name);
