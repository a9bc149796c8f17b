import { w } from "../words/words.ts";

/** What is inserted: `~` is where the cursor goes. */
const symbols: readonly (readonly [face: string, text: string])[] = [
  ["Aᵀ", "'"],
  ["A⁻¹", "inv(~)"],
  ["·", "*"],
  ["⊙", ".*"],
  ["⊘", "./"],
  ["⊗", "kron(~, )"],
  ["tr", "tr(~)"],
  ["det", "det(~)"],
  ["log|·|", "logdet(~)"],
  ["‖·‖₂", "norm2(~)"],
  ["‖·‖F", "normF(~)"],
  ["√", "sqrt(~)"],
  ["exp", "exp(~)"],
  ["log", "log(~)"],
  ["σ", "sigmoid(~)"],
  ["diag", "diag(~)"],
  ["vec", "vec(~)"],
  ["Σ", "sum(i=1..N, ~)"],
  ["∫", "int(t=0..1, ~)"],
  ["I", "eye(n)"],
  ["1", "ones(n)"],
  ["eᵢ", "e(i, n)"],
];

/** Symbols for those who do not know how they are typed. */
export function Palette({ insert }: { readonly insert: (text: string) => void }) {
  return (
    <details class="palette">
      <summary>{w().symbols}</summary>
      <div>
        {symbols.map(([face, text]) => (
          <button type="button" key={face} aria-label={w().insert(text.replace("~", ""))} title={text.replace("~", "")} onClick={() => insert(text)}>
            {face}
          </button>
        ))}
      </div>
    </details>
  );
}
