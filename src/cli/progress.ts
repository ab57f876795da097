import { grouped } from '../report/words.ts';

const SILENT_MS = 1000;
const BETWEEN_MS = 100;

/** One line on standard error that is written over again; only on a terminal, only for work of more than a second. */
export class Progress {
  private readonly started = performance.now();
  private readonly label: string;
  private readonly visible: boolean;
  private last = 0;
  private width = 0;

  constructor(label: string, quiet: boolean) {
    this.label = label;
    this.visible = !quiet && process.stderr.isTTY;
  }

  show(done: number, total: number): void {
    const elapsed = performance.now() - this.started;
    if (!this.visible || elapsed < SILENT_MS || elapsed - this.last < BETWEEN_MS) return;
    this.last = elapsed;
    const text = progressText(this.label, done, total, elapsed);
    process.stderr.write(`\r${text.padEnd(this.width)}`);
    this.width = text.length;
  }

  /** Removes the line. */
  end(): void {
    if (this.width > 0) process.stderr.write(`\r${' '.repeat(this.width)}\r`);
    this.width = 0;
  }
}

/** `zone-redundant: 4,000 of 10,000 replications, 2,000 a second, 3 s left`. */
export function progressText(label: string, done: number, total: number, elapsedMs: number): string {
  const perSecond = done / (elapsedMs / 1000);
  const left = Math.ceil((total - done) / perSecond);
  return `${label}: ${grouped(done)} of ${grouped(total)} replications, ${grouped(perSecond)} a second, ${grouped(left)} s left`;
}
