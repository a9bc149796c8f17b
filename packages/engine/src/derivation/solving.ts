type Both = { readonly en: string; readonly zh: string };

/** What is said of the steps from gradient = 0 to a solution. */
export function phrasesOfSolving(
  x: string,
  inverted: readonly string[],
): Readonly<Record<"stationary" | "separate" | "isolate" | "isolate-inverse" | "newton-step" | "new-point" | "new-matrix", Both>> {
  const en = inverted.length ? `multiply by the inverse of ${inverted.join(" and of ")}` : `what is beside ${x} is divided by`;
  const zh = inverted.length ? `两边乘以 ${inverted.join("、")} 的逆` : `两边除以 ${x} 的系数`;
  return {
    stationary: { en: `At an optimum the gradient by ${x} is zero.`, zh: `在最优点处对 ${x} 的梯度为零。` },
    separate: { en: `terms with ${x} on the left, the others on the right`, zh: `含 ${x} 的项移到左边，其余移到右边` },
    isolate: { en, zh },
    "newton-step": { en: `Newton's step: subtract the inverse of the Hessian times the gradient.`, zh: `牛顿步：减去海森矩阵的逆乘以梯度。` },
    "new-matrix": { en: `put together in the shape of ${x}`, zh: `按 ${x} 的形状写回` },
    "new-point": { en: "solve the linear system instead of inverting", zh: "解线性方程组，不求逆" },
    "isolate-inverse": {
      en: `multiply by ${x}, so that the equation is linear in it or its inverse, and isolate ${x}`,
      zh: `两边乘以 ${x}，使方程对 ${x} 或其逆为线性，再解出 ${x}`,
    },
  };
}
