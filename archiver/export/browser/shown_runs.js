/**
 * A text of which runs of segments are shown: these, salted from seeds, and hashes of all else lead to its root.
 *
 * The tree has the shape of RFC 6962, section 2.1; a seed's two children are the halves of its SHA-512.
 */

import { Sha512 } from "./sha512.js";
import { sha256 } from "./sha256.js";

const HASH = 32;
const MOST = 2 ** 31;
const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** What is no opening; says why. */
export class NoOpeningError extends Error {}

/**
 * Give the root that runs (each from a number up to another, in order) lead to, by seeds and hashes, left to right, and
 * the segments that are shown, in order. Throws NoOpeningError where these do not fit together.
 */
export function rootOfRuns({ count, runs, seeds, hashes }, shown) {
  const bounds = runs.flat();
  // Else a run could show what no hash covers, or a longer seed hide the first bytes of its segment.
  const apart = bounds.every((bound, place) => bound <= count && (place ? bound > bounds[place - 1] : bound >= 0));
  const areHashes = [...seeds, ...hashes].every((each) => each?.length === HASH);
  if (!runs.length || !apart || !areHashes || !(count < MOST)) {
    throw new NoOpeningError("the opening has no form that an opening can have");
  }
  const coming = [shown, seeds, hashes].map((list) => list.values());
  const next = (which) => {
    const { done, value } = coming[which].next();
    if (done) throw new NoOpeningError("the opening holds less than its segments need");
    return value;
  };
  const walk = (low, high, above) => {
    let seed = above;
    if (!seed && runs.some(([start, stop]) => start <= low && high <= stop)) seed = next(1);
    if (!seed && runs.every(([start, stop]) => high <= start || stop <= low)) return next(2);
    if (seed && high - low === 1) return sha256(LEAF, seed, next(0));
    const middle = low + 2 ** (31 - Math.clz32(high - low - 1));
    const [left, right] = seed ? children(seed) : [null, null];
    return sha256(NODE, walk(low, middle, left), walk(middle, high, right));
  };
  const found = walk(0, count, null);
  if (coming.some((rest) => !rest.next().done)) {
    throw new NoOpeningError("the opening holds more than its segments need");
  }
  return found;
}

function children(seed) {
  const both = new Uint8Array(2 * HASH);
  new Sha512().update(seed).into(both, 0);
  return [both.subarray(0, HASH), both.subarray(HASH)];
}
