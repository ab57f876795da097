/**
 * The bytes of a JSON file: two blanks of indentation, keys in the order of the object, a newline at the end. A figure that
 * does not exist, such as the spread of a single replication, is null.
 */
export function renderJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
