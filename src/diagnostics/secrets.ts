/** A key whose value must never be shown. */
const SECRET = /(administratorLoginPassword["']?[ \t]*[:=][ \t]*)([^\n]*)/gi;

/**
 * The same text, of the same length and with the same lines, with passwords crossed out, so that an excerpt can be shown
 * even of a file that does not parse. Hides rather too much: an unquoted password up to the end of its line.
 */
export function maskSecrets(text: string): string {
  if (!/administratorLoginPassword/i.test(text)) return text;
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]!;
    SECRET.lastIndex = 0;
    const match = SECRET.exec(line);
    if (match === null) continue;
    lines[index] = maskLine(line);
    // A value below its key, or one that goes on over several lines: everything deeper than the key is hidden.
    const rest = match[2]!.trim();
    if (rest === '' || /^[|>&!#]/.test(rest) || openQuote(rest)) {
      const depth = indentation(line);
      for (let next = index + 1; next < lines.length; next++) {
        const following = lines[next]!;
        if (following.trim() !== '' && indentation(following) <= depth && !openQuote(rest)) break;
        lines[next] = crossedOut(following);
        if (openQuote(rest) && following.includes(rest[0]!)) break;
      }
    }
  }
  return lines.join('\n');
}

function maskLine(line: string): string {
  return line.replace(SECRET, (_, key: string, value: string) => {
    const quoted = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')(.*)$/.exec(value);
    return quoted === null ? key + crossedOut(value) : key + crossedOut(quoted[1]!) + maskLine(quoted[2]!);
  });
}

/** Not asterisks: those are an alias in YAML, and a stored scenario is read again. */
const crossedOut = (text: string) => text.replace(/[^\s]/g, 'x');
const indentation = (line: string) => /^\s*/.exec(line)![0].length;
const openQuote = (value: string) => /^["']/.test(value) && !/^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')/.test(value);
