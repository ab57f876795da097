/**
 * Edits that turn `a` into `b`: insert, delete, replace one character, or swap two neighbours (optimal string alignment,
 * the restricted Damerau-Levenshtein distance).
 */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      let best = Math.min(last[column]! + 1, current[column - 1]! + 1, last[column - 1]! + same);
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        best = Math.min(best, beforeLast[column - 2]! + 1);
      }
      current.push(best);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length]!;
}

/** Of more than these that begin alike, one would be a guess at random. */
const MOST_ALIKE = 3;
/** Shorter beginnings say nothing. */
const SHORTEST_BEGINNING = 3;

/**
 * The candidate the user most likely meant, or undefined when none is near. Letter case, blanks, dashes and underscores do
 * not count. First the shortest of the few that begin with the word; then the nearest: up to a third of the longer word may
 * differ. Ties go to the first candidate.
 */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  if (word.length > 100) return undefined;
  const plain = (text: string) => text.toLowerCase().replace(/[\s_-]/g, '');
  const wanted = plain(word);
  const alike = wanted.length < SHORTEST_BEGINNING ? [] : candidates.filter((one) => plain(one).startsWith(wanted));
  if (alike.length > 0 && alike.length <= MOST_ALIKE) return alike.toSorted((a, b) => a.length - b.length)[0];
  let best: string | undefined;
  let bestDistance = Infinity;
  for (const candidate of candidates) {
    const offered = plain(candidate);
    const limit = Math.floor(Math.max(wanted.length, offered.length) / 3);
    if (Math.abs(wanted.length - offered.length) > limit) continue;
    const distance = editDistance(wanted, offered);
    if (distance <= limit && distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}
