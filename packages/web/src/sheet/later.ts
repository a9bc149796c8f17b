/** Work for what is not in sight yet: done when it comes near, a few milliseconds at a time, so that the page never stands still. */
const slice = 8;
/** How near to the window is near. */
const margin = "600px";

const waiting = new Map<Element, () => void>();
const near: Element[] = [];
let planned = false;

function run(): void {
  planned = false;
  const end = performance.now() + slice;
  while (near.length && performance.now() < end) finish(near.shift() as Element);
  plan();
}

function plan(): void {
  if (planned || !near.length) return;
  planned = true;
  setTimeout(run, 0);
}

function finish(element: Element): void {
  const work = waiting.get(element);
  waiting.delete(element);
  observer.unobserve(element);
  work?.();
}

const observer = new IntersectionObserver(
  (entries) => {
    for (const e of entries) if (e.isIntersecting && !near.includes(e.target)) near.push(e.target);
    plan();
  },
  { rootMargin: margin },
);

/** Does it once the element is near; the function that comes back says it need not be done. */
export function whenNear(element: Element, work: () => void): () => void {
  waiting.set(element, work);
  observer.observe(element);
  return () => {
    waiting.delete(element);
    observer.unobserve(element);
  };
}

/** Does all that waits now: before printing. */
export function now(): void {
  for (const element of [...waiting.keys()]) finish(element);
}
