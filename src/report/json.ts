/**
 * The bytes of a JSON file: two blanks of indentation, keys in the order of the object, a newline at the end. An infinite
 * bound, as of the interval of a single replication, is null.
 * @throws Error when a figure is NaN
 */
export function renderJson(value: unknown): string {
  return `${JSON.stringify(value, refuseNaN, 2)}\n`;
}

function refuseNaN(key: string, value: unknown): unknown {
  if (Number.isNaN(value)) throw new Error(`${key} is not a number`);
  return value;
}
