/** How texts are cut into segments (`docs/format.md`, "Commitments", 2), and led to their root as they pass by. */

const LONGEST = 64;
const COARSE = 1 << 20;
const QUOTE = 34;
const LINE_FEED = 10;

/** Say where the segment ends that begins at a place of a text that is cut fine. */
function endOfFine(bytes, at, to) {
  const most = Math.min(at + LONGEST, to);
  let end = at;
  while (end < most && bytes[end] !== QUOTE && bytes[end] !== LINE_FEED) end += 1;
  return end < most ? end + 1 : end;
}

/** Count the segments of a text that is cut fine. */
export function countFine(bytes) {
  let count = 0;
  for (let at = 0; at < bytes.length; at = endOfFine(bytes, at, bytes.length)) count += 1;
  return count;
}

/** Give the segments of a text that is cut fine. */
export function cutFine(bytes) {
  const found = [];
  for (let at = 0; at < bytes.length; ) {
    const end = endOfFine(bytes, at, bytes.length);
    found.push(bytes.subarray(at, end));
    at = end;
  }
  return found;
}

/** Count the segments of so many bytes that are cut coarse. */
export function countCoarse(length) {
  return Math.ceil(length / COARSE);
}

/** Lead a text that is cut fine through its opening. */
export function throughFine(bytes, opening) {
  for (let at = 0; at < bytes.length; ) {
    const end = endOfFine(bytes, at, bytes.length);
    opening.begin();
    opening.feed(bytes, at, end);
    opening.end();
    at = end;
  }
}

/** Leads what passes by, cut coarse, through its opening. */
export class Coarse {
  #opening;
  #filled = 0;

  constructor(opening) {
    this.#opening = opening;
  }

  /** Take the next bytes. */
  take(bytes) {
    for (let at = 0; at < bytes.length; ) {
      if (!this.#filled) this.#opening.begin();
      const taken = Math.min(COARSE - this.#filled, bytes.length - at);
      this.#opening.feed(bytes, at, at + taken);
      at += taken;
      this.#filled += taken;
      if (this.#filled === COARSE) this.finish();
    }
  }

  /** End with the last bytes. */
  finish() {
    if (this.#filled) this.#opening.end();
    this.#filled = 0;
  }
}

/** Give the root of a text that is cut fine, by what opens one of so many segments. */
export function rootOfFine(bytes, open) {
  const opening = open(countFine(bytes));
  throughFine(bytes, opening);
  return opening.root();
}
