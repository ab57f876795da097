/** How this run may write: what the terminal can do, and what the flags ask for. */
export interface Look {
  readonly colour: boolean;
  readonly ascii: boolean;
}

interface LookFlags {
  readonly noColor: boolean;
  readonly ascii: boolean;
}

/** https://no-color.org: NO_COLOR counts when it is not empty. */
function lookOf(stream: NodeJS.WriteStream, { noColor, ascii }: LookFlags): Look {
  const tty = stream.isTTY;
  const plain = noColor || (process.env['NO_COLOR'] ?? '') !== '' || process.env['TERM'] === 'dumb';
  return { colour: tty && !plain, ascii: ascii || !tty };
}

export const stdoutLook = (flags: LookFlags): Look => lookOf(process.stdout, flags);

/** Findings may quote any text of a file, so ASCII only when asked for. */
export const stderrLook = (flags: LookFlags): Look => ({ ...lookOf(process.stderr, flags), ascii: flags.ascii });

export function print(text: string): void {
  process.stdout.write(text);
}

/** What a file would hold. */
export function printBytes(piece: string | Uint8Array): void {
  process.stdout.write(piece);
}

export function printError(text: string): void {
  process.stderr.write(text);
}
