/**
 * Zero ticks, as what a field that counts ticks begins with. V8 stores 0 as a small integer; when the field outgrows 2^31 ticks (25 days),
 * after thousands of replications perhaps, all code compiled for its object is thrown away. -0 is stored as a double from the start.
 */
export const NO_TICKS = -0;
