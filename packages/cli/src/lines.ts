/** The longest line that is read; what is longer is passed over and marked. */
const longest = 64 * 1024 * 1024;

/** Lines of a byte stream, those complete in each chunk together; a line too long is `undefined`. Memory is bounded by the longest line. */
export async function* linesOf(stream: AsyncIterable<Buffer | string>, limit = longest): AsyncGenerator<readonly (string | undefined)[]> {
  let parts: Buffer[] = [];
  let length = 0;
  const keep = (part: Buffer) => {
    length += part.length;
    if (length > limit) parts = [];
    else if (part.length > 0) parts.push(part);
  };
  const finish = () => {
    const line = length > limit ? undefined : (parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts)).toString("utf8").replace(/\r$/, "");
    parts = [];
    length = 0;
    return line;
  };
  for await (const chunk of stream) {
    const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    const complete: (string | undefined)[] = [];
    let from = 0;
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, from)) {
      keep(bytes.subarray(from, at));
      complete.push(finish());
      from = at + 1;
    }
    keep(bytes.subarray(from));
    if (complete.length > 0) yield complete;
  }
  if (length > 0) yield [finish()];
}
