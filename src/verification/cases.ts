import type { Case } from './case.ts';
import { ONE_COMPONENT } from './cases/a-one-component.ts';
import { SAMPLERS } from './cases/a-samplers.ts';
import { SERIES } from './cases/a-series.ts';
import { PRIMARY_AND_STANDBY } from './cases/b-primary-and-standby.ts';
import { TWO_UNITS } from './cases/b-two-units.ts';
import { V16 } from './cases/c-k-of-n.ts';
import { OFFICE } from './cases/c-workstations.ts';
import { PUBLISHED } from './cases/d-published.ts';
import { STORAGE } from './cases/d-storage.ts';
import { SAME_MEANS } from './cases/dependence-shapes.ts';
import { SWITCHES } from './cases/dependence-switches.ts';
import { EMBEDDED_CONTROL } from './cases/k-embedded-control.ts';
import { CARDIAC_ASSIST, DISTRIBUTED_DATABASE, HECS_TREE } from './cases/k-fault-trees.ts';
import { POLLING_SERVER, TANDEM_QUEUE } from './cases/k-queues.ts';
import { WORKSTATIONS } from './cases/k-workstations.ts';
import { V31 } from './cases/e-machines.ts';
import { V30 } from './cases/e-network.ts';
import { V27, V28, V29 } from './cases/e-queues.ts';
import { V32 } from './cases/e-storm.ts';
import { V33, V34, V35, V36 } from './cases/f-data-loss-window.ts';
import { V37, V38, V39 } from './cases/g-restore-time.ts';
import { V40, V41, V42 } from './cases/h-sla.ts';
import { V43, V44 } from './cases/i-maintenance.ts';
import { COST } from './cases/j-cost.ts';
import { RARE_EVENTS } from './cases/rare-events.ts';

/** All cases, in the order of their numbers. */
export const CASES: readonly Case[] = [
  ...ONE_COMPONENT,
  SAMPLERS,
  ...SERIES,
  ...PRIMARY_AND_STANDBY,
  ...TWO_UNITS,
  V16,
  OFFICE,
  ...STORAGE,
  ...PUBLISHED,
  V27,
  V28,
  V29,
  V30,
  V31,
  V32,
  V33,
  V34,
  V35,
  V36,
  V37,
  V38,
  V39,
  V40,
  V41,
  V42,
  V43,
  V44,
  ...COST,
  WORKSTATIONS,
  EMBEDDED_CONTROL,
  TANDEM_QUEUE,
  POLLING_SERVER,
  HECS_TREE,
  CARDIAC_ASSIST,
  DISTRIBUTED_DATABASE,
  ...RARE_EVENTS,
  ...SWITCHES,
  SAME_MEANS,
].toSorted((a, b) => (a.id < b.id ? -1 : 1));
