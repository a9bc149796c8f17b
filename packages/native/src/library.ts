import { createRequire } from "node:module";

/** The routines of OpenBLAS that are called, as koffi declares them: CBLAS by rows, LAPACK (Fortran: all by reference, columns one after another). */
const declarations = {
  cblas_dgemm: "void cblas_dgemm(int, int, int, int, int, int, double, const void *, int, const void *, int, double, void *, int)",
  cblas_dgemv: "void cblas_dgemv(int, int, int, int, double, const void *, int, const void *, int, double, void *, int)",
  cblas_dsyrk: "void cblas_dsyrk(int, int, int, int, int, double, const void *, int, double, void *, int)",
  cblas_dtrsm: "void cblas_dtrsm(int, int, int, int, int, int, int, double, const void *, int, void *, int)",
  dpotrf_: "void dpotrf_(const char *, const void *, void *, const void *, void *)",
  dgetrf_: "void dgetrf_(const void *, const void *, void *, const void *, void *, void *)",
  dgesv_: "void dgesv_(const void *, const void *, void *, const void *, void *, void *, const void *, void *)",
  openblas_set_num_threads: "void openblas_set_num_threads(int)",
};

type Routine = (...args: readonly (number | string | Float64Array | Int32Array)[]) => void;
export type Routines = { readonly [name in keyof typeof declarations]: Routine };

/** Where the system looks for OpenBLAS by itself, and where Homebrew keeps it. */
const places: { readonly [platform: string]: readonly string[] } = {
  linux: ["libopenblas.so.0", "libopenblas.so"],
  darwin: ["libopenblas.dylib", "/opt/homebrew/opt/openblas/lib/libopenblas.dylib", "/usr/local/opt/openblas/lib/libopenblas.dylib"],
  win32: ["libopenblas.dll", "openblas.dll"],
};

interface Koffi {
  readonly config: (settings: { readonly sync_stack_size: number }) => unknown;
  readonly load: (path: string) => { readonly func: (declaration: string) => Routine };
}

let koffi: Koffi | undefined;

function load(path: string): Routines {
  if (!koffi) {
    koffi = createRequire(import.meta.url)("koffi") as Koffi;
    // OpenBLAS keeps buffers on the stack, and more of them with threads: the default overflows and ends the process. To be set before the first call.
    koffi.config({ sync_stack_size: 16 * 2 ** 20 });
  }
  const library = koffi.load(path);
  return Object.fromEntries(Object.entries(declarations).map(([name, declaration]) => [name, library.func(declaration)])) as Routines;
}

/** The routines of the first library that loads and has them all. Throws an `Error` that says what was tried. */
export function routines(paths: readonly string[] = places[process.platform] ?? []): Routines {
  const reasons: string[] = [];
  for (const path of paths)
    try {
      return load(path);
    } catch (e) {
      reasons.push(`${path}: ${String((e as Error).message).split("\n")[0]}`);
    }
  throw new Error(reasons.join("; ") || `no place is known to look in on ${process.platform}`);
}
