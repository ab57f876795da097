import type { Case } from './case.ts';
import { STORAGE } from './cases/d-storage.ts';
import { RARE_EVENTS } from './cases/rare-events.ts';
import { V16 } from './cases/c-k-of-n.ts';

/** All cases, in the order of their numbers. */
export const CASES: readonly Case[] = [V16, ...STORAGE, ...RARE_EVENTS];
