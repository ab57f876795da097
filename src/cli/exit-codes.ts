/** What scripts and pipelines go by. */
export const EXIT = { done: 0, unexpected: 1, invalid: 2, breached: 3, inconclusive: 4, interrupted: 130 } as const;
