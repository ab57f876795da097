import * as messages from './messages.ts';
import type { Override } from './overrides.ts';
import type { Server } from './scenario.ts';
import type { Span } from './tree.ts';
import type { Report } from './values.ts';

/** Warns of what a variant changes although Azure fixes it when a server is created. */
export function warnOfMoves(
  base: Server,
  variant: Server,
  overrides: readonly Override[],
  span: Span,
  report: Report,
): void {
  /** The override that says so, by the last step of its path; the whole variant when it is nested. */
  const place = (key: string) => overrides.find((override) => override.path.at(-1) === key)?.key ?? span;
  const onOff = (on: boolean) => (on ? 'on' : 'off');
  const changes: [changed: boolean, key: string, what: string][] = [
    [base.location !== variant.location, 'location', `moves the server to ${variant.location}`],
    [base.zone !== variant.zone, 'availabilityZone', `moves the primary to zone ${variant.zone}`],
    [
      base.backup.geoRedundant !== variant.backup.geoRedundant,
      'geoRedundantBackup',
      `turns geoRedundantBackup ${onOff(variant.backup.geoRedundant)}`,
    ],
    [base.storage.type !== variant.storage.type, 'type', `changes the disk type to ${variant.storage.type}`],
    [
      base.storage.sizeGib > variant.storage.sizeGib,
      'storageSizeGB',
      `shrinks the disk to ${variant.storage.sizeGib} GiB`,
    ],
    [base.version > variant.version, 'version', `goes back to version ${variant.version}`],
  ];
  for (const [changed, key, what] of changes) if (changed) report(messages.fixedAtCreation(place(key), what));
}
