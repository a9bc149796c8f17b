import { expect, test } from "vitest";
import { nonsense, reaction } from "../../../../bench/fuzz/garbage.ts";
import { runRequests } from "../../../../bench/fuzz/requests.ts";

const seed = "test 1";

test(`generated requests are answered right or refused (seed ${seed})`, () => {
  const { counts, failures } = runRequests({ seed, count: 400, from: 0, step: 1, slow: Number.POSITIVE_INFINITY, shrunk: 3 }, () => {});
  const bad = failures.filter((f) => ["wrong", "overclaims", "unreadable", "crash"].includes(f.kind));
  expect(bad).toEqual([]);
  const answered = (counts.right ?? 0) + (counts["no point"] ?? 0);
  expect(answered).toBeGreaterThanOrEqual(0.97 * 400);
}, 60_000);

test(`nonsense is refused with grace (seed ${seed})`, () => {
  const faults: string[] = [];
  for (let k = 0; k < 3_000; k++) {
    const request = nonsense(`${seed}/${k}`);
    const { fault } = reaction(request, 8_000);
    if (fault) faults.push(`${fault} ${JSON.stringify(request)}`.slice(0, 400));
  }
  expect(faults).toEqual([]);
}, 60_000);
