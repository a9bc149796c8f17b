/** The languages that code is written in, by the name of the engine, as they call themselves. */
export const targets = {
  numpy: "NumPy",
  torch: "PyTorch",
  jax: "JAX",
  julia: "Julia",
  matlab: "MATLAB",
  javascript: "JavaScript",
  cpp: "C++",
  dask: "Dask",
} as const;

export type TargetName = keyof typeof targets;
export const targetNames = Object.keys(targets) as TargetName[];
