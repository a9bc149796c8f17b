/** SymPy beside us, on the requests that its matrix expressions can be asked. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { answer } from "../engine.ts";
import { atLeast, figure, type Section, table } from "../section.ts";
import { median, medianTime } from "../statistics.ts";

/** What peer.py prints for each request. */
interface PeerResponse {
  readonly expression: string;
  readonly wrt: string;
  readonly declare: Readonly<Record<string, string>>;
  readonly version: string;
  readonly answer: string | null;
  readonly ms?: number;
  readonly verdict?: "right" | "wrong" | null;
}

/** Debian's own Python first, which `apt-get install python3-sympy` serves. */
const pythons = ["/usr/bin/python3", "python3"];

function peerResponses(): readonly PeerResponse[] | undefined {
  const python = pythons.find((p) => spawnSync(p, ["-c", "import sympy"], { stdio: "ignore" }).status === 0);
  if (!python) return undefined;
  const { status, stdout, stderr } = spawnSync(python, [fileURLToPath(new URL("./peer.py", import.meta.url))], {
    encoding: "utf8",
    maxBuffer: 2 ** 26,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
  });
  if (status !== 0) throw new Error(`peer.py ended with ${status}: ${stderr}`);
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as PeerResponse);
}

/** Answers all of them until the process is warm: what is asked once is mostly translation of our own code. */
function warm(responses: readonly PeerResponse[], passes = 60): void {
  for (let k = 0; k < passes; k++)
    for (const { expression, wrt, declare } of responses) if (k < 5 || expression.length < 100) answer({ expression, wrt, declare, verify: false });
}

/** Our answer to the same question and its median time, warm, without check. */
function ours({ expression, wrt, declare }: PeerResponse) {
  const request = { expression, wrt, declare };
  const checked = answer(request);
  return {
    text: checked.ok && "form" in checked ? checked.derivative : "refused",
    ms: medianTime(
      () => request,
      () => void answer({ ...request, verify: false }),
      21,
      9,
    ),
  };
}

const short = (text: string) => (text.length > 90 ? `${text.slice(0, 60)}… (${figure(text.length)} characters)` : text);

export function sympy(): Section {
  const title = "Beside SymPy";
  const responses = peerResponses();
  if (!responses) return { title, bars: [], details: [], skipped: "no Python with SymPy is installed here (Debian: apt-get install python3-sympy)" };
  warm(responses);
  const rows = responses.map((peer) => {
    const mine = ours(peer);
    return { peer, mine, ratio: peer.ms === undefined || peer.verdict === "wrong" ? undefined : peer.ms / mine.ms };
  });
  const ratios = rows.flatMap((r) => r.ratio ?? []);
  const wrong = responses.filter((r) => r.verdict === "wrong").length;
  const verdictOf = (peer: PeerResponse) => (peer.answer === null ? "no answer" : peer.verdict === "wrong" ? "**wrong**" : (peer.verdict ?? "not judged"));
  return {
    title,
    bars: [
      atLeast(`times as fast as SymPy ${responses[0]?.version}, median over the ${ratios.length} requests it can do`, median(ratios), 50, " x"),
      atLeast("the same, the least of them", Math.min(...ratios), 50, " x"),
    ],
    details: [
      `Both warm, from expression to text: SymPy from symbols (new names each time, or it remembers), ours from the request's text, without check. SymPy's answers are judged by differences where they can be evaluated: ${wrong} are wrong, without a word.`,
      table(
        ["request", "by", "SymPy, ms", "its answer", "judged", "ours, ms", "our answer", "ratio"],
        rows.map(({ peer, mine, ratio }) => [
          `\`${short(peer.expression)}\``,
          `\`${peer.wrt}\``,
          peer.ms === undefined ? "" : figure(peer.ms),
          peer.answer === null ? "" : `\`${short(peer.answer)}\``,
          verdictOf(peer),
          figure(mine.ms),
          `\`${short(mine.text)}\``,
          ratio === undefined ? "" : figure(ratio),
        ]),
      ),
    ],
  };
}
