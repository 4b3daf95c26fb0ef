/** Tables by which the codes of deflate are read (RFC 1951, section 3.2.2), checked as zlib checks them. */

import { DamagedError } from "./finding.js";

const LONGEST = 15;

/** Give what reads a code: at each number that its bits can be, the symbol times 16 plus the code's length. */
export function table(lengths) {
  const counts = new Int32Array(LONGEST + 1);
  for (const length of lengths) counts[length] += 1;
  counts[0] = 0;
  let bits = LONGEST;
  while (bits > 1 && !counts[bits]) bits -= 1;
  let left = 1;
  const next = new Int32Array(LONGEST + 2);
  for (let length = 1; length <= LONGEST; length += 1) {
    left = left * 2 - counts[length];
    if (left < 0) throw new DamagedError("a code of it means two things");
    next[length + 1] = (next[length] + counts[length]) << 1;
  }
  // One code alone, of one bit, is all that may leave something without a meaning.
  if (left > 0 && bits > 1) throw new DamagedError("a code of it means nothing");
  const entries = new Uint16Array(1 << bits);
  lengths.forEach((length, symbol) => {
    if (!length) return;
    const first = reversed(next[length], length);
    next[length] += 1;
    for (let at = first; at < entries.length; at += 1 << length) entries[at] = (symbol << 4) | length;
  });
  return { entries, mask: entries.length - 1 };
}

function reversed(code, length) {
  let found = 0;
  for (let bit = 0; bit < length; bit += 1) found |= ((code >> bit) & 1) << (length - 1 - bit);
  return found;
}
