import { lazy, readTable } from './data-file.ts';

/** A major version of PostgreSQL on the service. Days are ISO; null: not published. */
export interface Version {
  readonly major: number;
  /** On `statusAsOf`; for another day compare the dates. */
  readonly status: 'standard' | 'extended';
  readonly statusAsOf: string;
  /** Text: 14.20 is not 14.2. */
  readonly latestMinor: string;
  readonly standardStart: string;
  readonly communityRetirement: string;
  /** Last day of standard support. */
  readonly standardEnd: string;
  /** First day on which extended support is charged. */
  readonly paidExtendedStart: string | null;
  readonly paidExtendedEnd: string | null;
  readonly newServersAllowed: boolean;
  readonly sources: readonly string[];
  readonly notes: string;
}

const versions = lazy(() =>
  readTable('versions.csv', (row): Version => ({
    major: row.number('major'),
    status: row.oneOf('status', ['standard', 'extended']),
    statusAsOf: row.date('status_as_of'),
    latestMinor: row.text('latest_minor_documented'),
    standardStart: row.date('azure_standard_start'),
    communityRetirement: row.date('community_retirement'),
    standardEnd: row.date('azure_standard_end'),
    paidExtendedStart: row.dateOrNull('paid_extended_start'),
    paidExtendedEnd: row.dateOrNull('paid_extended_end'),
    newServersAllowed: row.flag('new_servers_allowed'),
    sources: row.list('source'),
    notes: row.text('notes'),
  })),
);

/** Newest first. */
export function listVersions(): readonly Version[] {
  return versions();
}

export function findVersion(major: number): Version | undefined {
  return versions().find((version) => version.major === major);
}
