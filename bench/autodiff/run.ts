/**
 * `npx tsx bench/autodiff/run.ts [--device cuda] [--float 32] [--only NAME] [--seconds S]`: emitted NumPy and PyTorch code beside PyTorch's autograd and an
 * expert's NumPy, one thread, medians of interleaved runs. `npm run bench -- autodiff` measures the same against the bars.
 */
import { missing, section } from "./autodiff.ts";
import { measure } from "./measure.ts";

const run = measure(process.argv.slice(2));
console.log(run ? section(run).details.join("\n\n") : `skipped: ${missing}`);
