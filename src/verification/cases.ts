import type { Case } from './case.ts';
import { V16 } from './cases/c-k-of-n.ts';

/** All cases, in the order of their numbers. */
export const CASES: readonly Case[] = [V16];
