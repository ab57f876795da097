import { grouped } from '../report/words.ts';

const SILENT_MS = 1000;
const BETWEEN_MS = 100;

/** A bar on standard error written over again and again; only on a terminal, only for work of more than a second. */
export class Progress {
  private readonly started = performance.now();
  private readonly label: string;
  private readonly ascii: boolean;
  private readonly visible: boolean;
  private last = 0;
  private width = 0;

  constructor(label: string, { quiet, ascii }: { readonly quiet: boolean; readonly ascii: boolean }) {
    this.label = label;
    this.ascii = ascii;
    this.visible = !quiet && process.stderr.isTTY;
  }

  show(done: number, total: number): void {
    const elapsed = performance.now() - this.started;
    if (!this.visible || elapsed < SILENT_MS || elapsed - this.last < BETWEEN_MS) return;
    this.last = elapsed;
    // A terminal that does not know its width says 0.
    const columns = process.stderr.columns || Infinity;
    const text = fitted(progressText(this.label, done, total, elapsed, this.ascii), columns);
    process.stderr.write(`\r${text.padEnd(Math.min(this.width, columns - 1))}`);
    this.width = text.length;
  }

  /** Removes the line. */
  end(): void {
    if (this.width > 0) process.stderr.write(`\r${' '.repeat(this.width)}\r`);
    this.width = 0;
  }
}

const BAR_WIDTH = 20;

/** `zone-redundant  ########............  40 %  4,000 of 10,000  2,000/s  3 s left`, with blocks for the # unless ASCII. */
export function progressText(label: string, done: number, total: number, elapsedMs: number, ascii: boolean): string {
  const perSecond = done / (elapsedMs / 1000);
  const filled = Math.floor((BAR_WIDTH * done) / total);
  const [full, empty] = ascii ? ['#', '.'] : ['█', '░'];
  return [
    label,
    full.repeat(filled) + empty.repeat(BAR_WIDTH - filled),
    `${Math.floor((100 * done) / total)} %`,
    `${grouped(done)} of ${grouped(total)}`,
    `${grouped(perSecond)}/s`,
    `${timeLeft((total - done) / perSecond)} left`,
  ].join('  ');
}

/** A line that reaches the edge of the terminal would go on in the next, and could not be written over: its beginning goes. */
export const fitted = (text: string, columns: number): string =>
  text.length < columns ? text : text.slice(1 - columns);

function timeLeft(seconds: number): string {
  if (seconds === Infinity) return 'unknown time';
  const rounded = Math.ceil(seconds);
  if (rounded < 120) return `${rounded} s`;
  return rounded < 7200 ? `${Math.round(rounded / 60)} min` : `${Math.round(rounded / 3600)} h`;
}
