import { CERTIFICATE } from './certificate.ts';
import { COMPUTE_NODE } from './compute-node.ts';
import { DISK } from './disk.ts';
import { FAILOVER } from './failover.ts';
import { KEY } from './key.ts';
import { LIFECYCLE } from './lifecycle.ts';
import type { MachineDefinition } from './machine.ts';
import { MAINTENANCE } from './maintenance.ts';
import { MISTAKE } from './mistake.ts';
import { NETWORK_RULE } from './network-rule.ts';
import { PLACE } from './place.ts';
import { RESTORE } from './restore.ts';
import { STANDBY } from './standby.ts';
import { STORAGE } from './storage.ts';

/** All state machines of the service, for the checks and the diagrams. */
export const MACHINES: readonly MachineDefinition[] = [
  COMPUTE_NODE,
  STORAGE,
  PLACE,
  STANDBY,
  FAILOVER,
  MAINTENANCE,
  RESTORE,
  MISTAKE,
  LIFECYCLE,
  KEY,
  DISK,
  CERTIFICATE,
  NETWORK_RULE,
];
