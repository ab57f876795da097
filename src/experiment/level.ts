/** Of all intervals. */
export const LEVEL = 0.95;
