/**
 * Inflate (RFC 1951), stopping where what is deflated ends.
 *
 * What browsers bring for it does not say where that is, and some of them take what follows for an error; a WARC is
 * made of thousands that follow each other.
 */

import { DamagedError } from "./finding.js";
import { table } from "./huffman.js";

const WINDOW = 1 << 15;
/** Bytes after which what was inflated is handed on. */
const PIECE = 1 << 18;
const LONGEST = 258;
const BEGIN = 0;
const STORED = 1;
const CODED = 2;
const DONE = 3;
const END_OF_BLOCK = 256;

const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const LENGTH_BASE = based(LENGTH_EXTRA, 3);
LENGTH_BASE[28] = LONGEST;
const DISTANCE_EXTRA = Array.from({ length: 30 }, (_, symbol) => Math.max(0, (symbol >> 1) - 1));
const DISTANCE_BASE = based(DISTANCE_EXTRA, 1);
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

const FIXED_LENGTHS = [...Array(144).fill(8), ...Array(112).fill(9), ...Array(24).fill(7), ...Array(8).fill(8)];
const FIXED = [table(FIXED_LENGTHS), table(Array(32).fill(5))];

function based(extra, first) {
  let next = first;
  return extra.map((bits) => {
    const base = next;
    next += 1 << bits;
    return base;
  });
}

/** What is deflated in a source, inflated piece by piece. */
export class Inflater {
  #out = new Uint8Array(WINDOW + PIECE + LONGEST);
  #held = 0;
  #bits = 0;
  #state = BEGIN;
  #isLast = false;
  #left = 0;
  #codes = FIXED;
  /** Where in `#out` what was inflated last ends. */
  #end = 0;

  /** Begin with what stands next in the source. */
  begin() {
    this.#held = this.#bits = this.#end = 0;
    this.#state = BEGIN;
    this.#isLast = false;
  }

  get done() {
    return this.#state === DONE;
  }

  /** Inflate what is at hand, and give it until the next call; empty where more must be read, or it is done. */
  run(source) {
    const kept = Math.min(this.#end, WINDOW);
    this.#out.copyWithin(0, this.#end - kept, this.#end);
    this.#end = kept;
    while (this.#state !== DONE && this.#end < kept + PIECE && !source.low) this.#step(source, kept + PIECE);
    // Whole bytes go back, so that what follows can be read where it stands.
    source.at -= this.#bits >> 3;
    this.#bits &= 7;
    this.#held &= (1 << this.#bits) - 1;
    return this.#out.subarray(kept, this.#end);
  }

  #step(source, limit) {
    if (this.#state === BEGIN) this.#begin(source);
    else if (this.#state === STORED) this.#copy(source, limit);
    else this.#decode(source, limit);
  }

  #need(source, count) {
    while (this.#bits < count) {
      if (source.at === source.end) throw new DamagedError("the file breaks off within a gzip member");
      this.#held |= source.bytes[source.at] << this.#bits;
      source.at += 1;
      this.#bits += 8;
    }
  }

  #take(source, count) {
    this.#need(source, count);
    const found = this.#held & ((1 << count) - 1);
    this.#held >>>= count;
    this.#bits -= count;
    return found;
  }

  #begin(source) {
    if (this.#isLast) {
      this.#state = DONE;
      return;
    }
    this.#isLast = this.#take(source, 1) === 1;
    const kind = this.#take(source, 2);
    if (kind === 3) throw new DamagedError("a deflated block is of no kind");
    if (kind === 0) {
      this.#take(source, this.#bits & 7);
      this.#left = this.#take(source, 16);
      if ((this.#take(source, 16) ^ 0xffff) !== this.#left) throw new DamagedError("a stored block has no length");
    } else {
      this.#codes = kind === 1 ? FIXED : this.#read(source);
    }
    this.#state = kind === 0 ? STORED : CODED;
  }

  /** Read the codes that a block brings (section 3.2.7). */
  #read(source) {
    const literals = this.#take(source, 5) + 257;
    const distances = this.#take(source, 5) + 1;
    const count = this.#take(source, 4) + 4;
    if (literals > 286 || distances > 30) throw new DamagedError("a deflated block has too many codes");
    const ofLengths = new Array(19).fill(0);
    for (let at = 0; at < count; at += 1) ofLengths[ORDER[at]] = this.#take(source, 3);
    const codes = table(ofLengths);
    const lengths = [];
    while (lengths.length < literals + distances) {
      const symbol = this.#symbol(source, codes);
      if (symbol < 16) {
        lengths.push(symbol);
        continue;
      }
      if (symbol === 16 && !lengths.length) throw new DamagedError("a code repeats what is not there");
      const repeated = symbol === 16 ? lengths.at(-1) : 0;
      const [extra, base] = [[2, 3], [3, 3], [7, 11]][symbol - 16];
      for (let left = base + this.#take(source, extra); left; left -= 1) lengths.push(repeated);
    }
    if (lengths.length > literals + distances) throw new DamagedError("codes go on behind their end");
    if (!lengths[END_OF_BLOCK]) throw new DamagedError("a deflated block has no end");
    return [table(lengths.slice(0, literals)), table(lengths.slice(literals))];
  }

  #symbol(source, { entries, mask }) {
    while (this.#bits <= 16 && source.at < source.end) {
      this.#held |= source.bytes[source.at] << this.#bits;
      source.at += 1;
      this.#bits += 8;
    }
    const entry = entries[this.#held & mask];
    const length = entry & 15;
    if (!length) throw new DamagedError("a code stands for nothing");
    if (length > this.#bits) throw new DamagedError("the file breaks off within a gzip member");
    this.#held >>>= length;
    this.#bits -= length;
    return entry >> 4;
  }

  #copy(source, limit) {
    // What was read ahead goes back: stored bytes begin at a whole one.
    source.at -= this.#bits >> 3;
    this.#held = this.#bits = 0;
    const length = Math.min(this.#left, source.end - source.at, limit - this.#end);
    if (!length && this.#left) throw new DamagedError("the file breaks off within a gzip member");
    this.#out.set(source.bytes.subarray(source.at, source.at + length), this.#end);
    source.at += length;
    this.#end += length;
    this.#left -= length;
    if (!this.#left) this.#state = BEGIN;
  }

  #decode(source, limit) {
    const out = this.#out;
    const [literals, distances] = this.#codes;
    let end = this.#end;
    // A symbol needs six bytes at most, with what belongs to it.
    const enough = source.ended ? source.end : source.end - 8;
    while (end < limit && (source.at < enough || source.ended)) {
      const symbol = this.#symbol(source, literals);
      if (symbol < END_OF_BLOCK) {
        out[end] = symbol;
        end += 1;
        continue;
      }
      if (symbol === END_OF_BLOCK) {
        this.#state = BEGIN;
        break;
      }
      if (symbol > 285) throw new DamagedError("a length is none");
      const length = LENGTH_BASE[symbol - 257] + this.#take(source, LENGTH_EXTRA[symbol - 257]);
      const code = this.#symbol(source, distances);
      if (code > 29) throw new DamagedError("a distance is none");
      const distance = DISTANCE_BASE[code] + this.#take(source, DISTANCE_EXTRA[code]);
      if (distance > end) throw new DamagedError("a distance leads before the beginning");
      for (let from = end - distance, to = end + length; end < to; from += 1, end += 1) out[end] = out[from];
    }
    this.#end = end;
  }
}
