declare module "virtual:sheet" {
  const formulas: readonly import("./formula.ts").Formula[];
  export default formulas;
}
