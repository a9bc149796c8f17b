/** Work that can wait, done a few milliseconds at a time so that the page never stands still. */
const slice = 8;

const queue: (() => void)[] = [];
let planned = false;

function run(): void {
  planned = false;
  const end = performance.now() + slice;
  while (queue.length && performance.now() < end) queue.shift()?.();
  plan();
}

function plan(): void {
  if (planned || !queue.length) return;
  planned = true;
  setTimeout(run, 0);
}

/** Does it soon; the function that comes back says it need not be done. */
export function later(work: () => void): () => void {
  queue.push(work);
  plan();
  return () => {
    const k = queue.indexOf(work);
    if (k >= 0) queue.splice(k, 1);
  };
}

/** Does all that waits now: before printing. */
export function now(): void {
  while (queue.length) queue.shift()?.();
}
