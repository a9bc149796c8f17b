import wabt from "wabt";

/**
 * The inner loops of a dense product as WebAssembly text. `multiply(a, b, c, rows, cols, depth, stride)` computes C = A*B from packed panels:
 * A as `rows` panels of `height` rows and B as `cols` panels of four columns, each with its `depth` steps one after another; C by rows, `stride` bytes apart. All counts are at least 1.
 *
 * A tile stays in two registers of two numbers each for a row: a step reads four numbers of B, and one number of A for each row
 * (Goto & van de Geijn, Anatomy of high-performance matrix multiplication, 2008).
 */
function tiles(fused: boolean, height: number): string {
  const rows = Array.from({ length: height }, (_, i) => i);
  const halves = [0, 1];
  const cells = rows.flatMap((i) => halves.map((h) => `$c${i}${h}`));
  const lines = (list: readonly string[]) => list.join("\n        ");
  const add = (c: string, x: string, y: string) =>
    fused
      ? `(f64x2.relaxed_madd (local.get ${x}) (local.get ${y}) (local.get ${c}))`
      : `(f64x2.add (local.get ${c}) (f64x2.mul (local.get ${x}) (local.get ${y})))`;
  return `(module
  (memory (export "memory") ${pages})
  (func (export "multiply")
    (param $a i32) (param $b i32) (param $c i32) (param $rows i32) (param $cols i32) (param $depth i32) (param $stride i32)
    (local $p i32) (local $q i32) (local $to i32) (local $row i32) (local $step i32)
    (local $x v128) ${["$b0", "$b1", ...cells].map((name) => `(local ${name} v128)`).join(" ")}
    (loop $panelsOfB
      (local.set $p (local.get $a))
      (local.set $to (local.get $c))
      (local.set $row (local.get $rows))
      (loop $panelsOfA
        (local.set $q (local.get $b))
        (local.set $step (local.get $depth))
        ${lines(cells.map((c) => `(local.set ${c} (v128.const i64x2 0 0))`))}
        (loop $steps
        ${lines(halves.map((h) => `(local.set $b${h} (v128.load offset=${16 * h} (local.get $q)))`))}
        ${lines(
          rows.flatMap((i) => [
            `(local.set $x (v128.load64_splat offset=${8 * i} (local.get $p)))`,
            ...halves.map((h) => `(local.set $c${i}${h} ${add(`$c${i}${h}`, "$x", `$b${h}`)})`),
          ]),
        )}
          (local.set $p (i32.add (local.get $p) (i32.const ${8 * height})))
          (local.set $q (i32.add (local.get $q) (i32.const 32)))
          (br_if $steps (local.tee $step (i32.sub (local.get $step) (i32.const 1)))))
        ${lines(
          rows.flatMap((i) => [
            ...halves.map((h) => `(v128.store offset=${16 * h} (local.get $to) (local.get $c${i}${h}))`),
            "(local.set $to (i32.add (local.get $to) (local.get $stride)))",
          ]),
        )}
        (br_if $panelsOfA (local.tee $row (i32.sub (local.get $row) (i32.const 1)))))
      (local.set $b (local.get $q))
      (local.set $c (i32.add (local.get $c) (i32.const 32)))
      (br_if $panelsOfB (local.tee $cols (i32.sub (local.get $cols) (i32.const 1)))))))
`;
}

/** Memory in pages of 64 KiB: what src/kernels/blocks.ts packs. */
const pages = 32;

async function base64(text: string): Promise<string> {
  const parsed = (await wabt()).parseWat("tiles.wat", text, { simd: true, relaxed_simd: true });
  return Buffer.from(parsed.toBinary({}).buffer).toString("base64");
}

/** The module of the kernels that holds the assembled code. */
export async function assembled(): Promise<string> {
  return `/** WebAssembly in base64, assembled from scripts/tiles.ts by \`npm run wasm\`: not written by hand. */

/** With multiplications and additions apart, SIMD as every engine has it: tiles of four rows. */
export const apart =
  "${await base64(tiles(false, 4))}";

/** With both in one operation where the processor has it, relaxed SIMD: tiles of six rows. */
export const fused =
  "${await base64(tiles(true, 6))}";
`;
}
