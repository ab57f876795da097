/**
 * The bytes of a JSON file: two blanks of indentation, keys in the order of the object, a newline at the end. A figure that
 * does not exist, such as the spread of a single replication, is null. A key `state` stands last, on one line: it is long,
 * and not for people.
 */
export function renderJson(value: unknown): string {
  if (typeof value !== 'object' || value === null || !('state' in value)) return `${JSON.stringify(value, null, 2)}\n`;
  const { state, ...rest } = value;
  const text = JSON.stringify(rest, null, 2);
  return `${text.slice(0, -2)},\n  "state": ${compactJson(state)}\n}\n`;
}

/** One line; typed arrays as arrays. */
export const compactJson = (value: unknown): string =>
  JSON.stringify(value, (_, item: unknown) => (item instanceof Float64Array ? Array.from(item) : item));
