const raised = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** A cost, `2*m*n^2 + m`, as it is printed. */
export const costText = (cost: string): string =>
  cost.replace(/\^(\d+)/g, (_all, digits: string) => [...digits].map((d) => raised[Number(d)]).join("")).replace(/\*/g, "·");
