import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { SCENARIO, start, temporaryFile } from './pgnines.ts';

describe('processes', () => {
  test('a reader that closes the pipe early ends it quietly', async () => {
    const child = start(['catalog', 'prices', '--format', 'json']);
    let stderr = '';
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
    child.stdout.once('data', () => child.stdout.destroy());
    const [code] = (await once(child, 'exit')) as [number | null];
    expect([code, stderr]).toEqual([0, '']);
  });

  test('Ctrl-C ends after the running block, reports what is done and exits 130', async () => {
    const file = temporaryFile('orders.yaml', SCENARIO);
    const child = start(['run', file, '-n', '100000000', '--format', 'json']);
    let stdout = '';
    child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
    // Blocks take tens of milliseconds; a second is enough for one.
    setTimeout(() => child.kill('SIGINT'), 1500);
    const [code] = (await once(child, 'close')) as [number | null];
    expect(code).toBe(130);
    const done = (JSON.parse(stdout) as { inputs: { replications: number } }).inputs.replications;
    expect(done).toBeGreaterThan(0);
    expect(done % 1000).toBe(0);
  });
});
