import type { Case } from './case.ts';
import { ONE_COMPONENT } from './cases/a-one-component.ts';
import { SAMPLERS } from './cases/a-samplers.ts';
import { SERIES } from './cases/a-series.ts';
import { PRIMARY_AND_STANDBY } from './cases/b-primary-and-standby.ts';
import { TWO_UNITS } from './cases/b-two-units.ts';
import { V16 } from './cases/c-k-of-n.ts';
import { STORAGE } from './cases/d-storage.ts';
import { RARE_EVENTS } from './cases/rare-events.ts';

/** All cases, in the order of their numbers. */
export const CASES: readonly Case[] = [
  ...ONE_COMPONENT,
  SAMPLERS,
  ...SERIES,
  ...PRIMARY_AND_STANDBY,
  ...TWO_UNITS,
  V16,
  ...STORAGE,
  ...RARE_EVENTS,
].toSorted((a, b) => (a.id < b.id ? -1 : 1));
