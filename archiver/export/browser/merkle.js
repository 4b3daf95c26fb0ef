/** Trees of RFC 6962 (section 2.1), and the proofs of RFC 9162: a leaf is in one, and one holds an earlier one. */

import { same } from "./bytes.js";
import { Sha256, sha256 } from "./sha256.js";

const HASH = 32;
const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);
/** Subtrees that are full at once: of more leaves than there can be. */
const MOST_FULL = 54;
const digester = new Sha256();

/** A tree to which leaves are added behind the last: it keeps the hashes of its full subtrees, the largest first. */
export class Growing {
  #full = new Uint8Array(HASH * MOST_FULL);
  #count = 0;
  size = 0;

  /** Add a leaf by its hash. */
  add(hash) {
    let to = HASH * this.#count;
    this.#full.set(hash, to);
    for (let left = this.size; left % 2; left = (left - 1) / 2) {
      // The two hashes stand side by side, and their node takes the place of the first.
      digester.update(NODE).update(this.#full, to - HASH, to + HASH).into(this.#full, to - HASH);
      to -= HASH;
    }
    this.#count = to / HASH + 1;
    this.size += 1;
  }

  /** Give the root. */
  root() {
    if (!this.#count) return sha256();
    let found = this.#full.slice(HASH * (this.#count - 1), HASH * this.#count);
    for (let at = this.#count - 2; at >= 0; at -= 1) {
      found = node(this.#full.subarray(HASH * at, HASH * (at + 1)), found);
    }
    return found;
  }
}

/** Hash one leaf without a salt. */
export function leafHash(leaf) {
  return sha256(LEAF, leaf);
}

function node(left, right) {
  return sha256(NODE, left, right);
}

/** Give the tree hash over leaves without salts. */
export function treeRoot(leaves) {
  const tree = new Growing();
  for (const leaf of leaves) tree.add(leafHash(leaf));
  return tree.root();
}

const half = (value) => Math.floor(value / 2);

/** Give the root that a path leads to from a leaf of a tree (RFC 9162, section 2.1.3.2); null where there is none. */
export function rootBy(hash, index, size, path) {
  if (!(index >= 0 && index < size) || path.some((each) => each.length !== HASH)) return null;
  let at = index;
  let last = size - 1;
  let found = hash;
  for (const each of path) {
    if (last === 0) return null;
    if (at % 2 || at === last) {
      found = node(each, found);
      while (at % 2 === 0 && at) [at, last] = [half(at), half(last)];
    } else {
      found = node(found, each);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 ? found : null;
}

function isPowerOfTwo(value) {
  let left = value;
  while (left > 1 && left % 2 === 0) left /= 2;
  return left === 1;
}

/** Tell whether a tree holds an earlier one, both by size and root (RFC 9162, section 2.1.4.2). */
export function holdsEarlier(old, oldRoot, size, root, path) {
  if (!(old > 0 && old <= size) || [oldRoot, root, ...path].some((each) => each.length !== HASH)) return false;
  if (old === size) return same(oldRoot, root) && !path.length;
  // Where the earlier tree is whole by itself, its root is the first of the path and is not repeated there.
  const hashes = isPowerOfTwo(old) ? [oldRoot, ...path] : path;
  if (!hashes.length) return false;
  let at = old - 1;
  let last = size - 1;
  while (at % 2) [at, last] = [half(at), half(last)];
  let first = hashes[0];
  let second = hashes[0];
  for (const each of hashes.slice(1)) {
    if (last === 0) return false;
    if (at % 2 || at === last) {
      first = node(each, first);
      second = node(each, second);
      while (at % 2 === 0 && at) [at, last] = [half(at), half(last)];
    } else {
      second = node(second, each);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && same(first, oldRoot) && same(second, root);
}
