import { expect, test } from 'vitest';
import { renderTrace } from '../../src/report/trace-text.ts';

const event = (
  at: number,
  time: string,
  part: string,
  from: string | null,
  to: string | null,
  text: string | null,
) => ({
  at,
  time,
  part,
  from,
  to,
  text,
});
const HEADING = { name: 'orders', seed: '42', replication: 1234 };

test('the log has date, time, time since the start, part and move; an outage is summed up after its last event', () => {
  const outage = {
    start: '2027-01-02T00:00:00Z',
    end: '2027-01-02T00:02:31.5Z',
    minutes: 2.525,
    cause: 'hostFailure',
    class: 'hardware',
    path: 'failover',
    enabled_by: null,
    planned: false,
    rto_seconds: 151.5,
    rpo_seconds: 0,
  };
  const events = [
    event(86_400_000, '2027-01-02T00:00:00Z', 'node-a', 'Running', 'Relocating', null),
    event(86_400_000, '2027-01-02T00:00:00Z', 'condition', 'Serving', 'Down', 'hostFailure'),
    event(86_551_500, '2027-01-02T00:02:31.5Z', 'condition', 'Down', 'Serving', null),
    event(86_552_000, '2027-01-02T00:02:32Z', 'mistake', null, null, 'data damaged'),
  ];
  expect(renderTrace(HEADING, { events, history: [outage], downtimeMinutes: 2.525 })).toMatchSnapshot();
});

test('an outage that outlasts the log is summed up at the end, an empty log says so', () => {
  expect(renderTrace(HEADING, { events: [], history: [], downtimeMinutes: 0 })).toMatch(
    /^orders {3}replication 1,234 of seed 42 {3}0 outages, 0 minutes of downtime\n[^]*nothing happened\n$/,
  );
});
