/** A WARC file's gzip members (RFC 1952), inflated one after the other, never more than a piece at once. */

import { crc32 } from "./crc32.js";
import { DamagedError } from "./finding.js";
import { Inflater } from "./inflate.js";
import { Source } from "./source.js";

const HEAD = 10;
const NONE = new Uint8Array(0);
/** What an inflated record's header, and an HTTP head, end with. */
export const BLANK = Uint8Array.of(13, 10, 13, 10);

/** The inflated bytes of one member after another. */
export class Members {
  #source;
  #inflater = new Inflater();
  #piece = NONE;
  #sum = 0;
  #length = 0;
  #ended = true;

  constructor(file, tell) {
    this.#source = new Source(file, tell);
  }

  /** Where the next member stands in the file, once the one before it has ended. */
  get at() {
    return this.#source.position;
  }

  /** Begin the next member; false at the end of the file. Throws DamagedError, UnreadableError. */
  async begin() {
    const source = this.#source;
    if (source.low) await source.fill();
    if (source.at === source.end) return false;
    const [one, two, method, flags] = source.bytes.subarray(source.at, source.at + HEAD);
    if (source.end - source.at < HEAD || one !== 0x1f || two !== 0x8b || method !== 8) {
      throw new DamagedError("what should be a gzip member is none");
    }
    if (flags) throw new DamagedError("a gzip member has a name or a comment, as none of a bundle has");
    source.at += HEAD;
    this.#inflater.begin();
    this.#sum = this.#length = 0;
    this.#ended = false;
    return true;
  }

  /** Give the member's next bytes, at most so many, until the next call; none at its end. */
  async read(limit) {
    while (!this.#piece.length && !this.#ended) await this.#inflate();
    const found = this.#piece.subarray(0, limit);
    this.#piece = this.#piece.subarray(found.length);
    return found;
  }

  async #inflate() {
    const source = this.#source;
    if (source.low) await source.fill();
    this.#piece = this.#inflater.run(source);
    this.#sum = crc32(this.#piece, 0, this.#piece.length, this.#sum);
    this.#length += this.#piece.length;
    if (!this.#inflater.done) return;
    if (source.low) await source.fill();
    if (source.end - source.at < 8) throw new DamagedError("the file breaks off within a gzip member");
    const told = new DataView(source.bytes.buffer, source.at, 8);
    if (told.getUint32(0, true) !== this.#sum || told.getUint32(4, true) !== this.#length % 2 ** 32) {
      throw new DamagedError("a gzip member has another length or CRC-32 than it states");
    }
    source.at += 8;
    this.#ended = true;
  }

  /** Read up to and with the first blank line; throw DamagedError where it is not within so many bytes. */
  async until(limit, what) {
    let found = new Uint8Array(Math.min(limit, 4096));
    let length = 0;
    let end = -1;
    while (end < 0) {
      const next = await this.read(limit - length);
      if (!next.length) throw new DamagedError(`${what} has no end`);
      if (length + next.length > found.length) found = larger(found, length, length + next.length);
      found.set(next, length);
      const known = Math.max(0, length - BLANK.length + 1);
      length += next.length;
      end = placeOf(BLANK, found, known, length);
    }
    end += BLANK.length;
    // What was read beyond is the end of the last piece, which is followed by the rest of it.
    const beyond = length - end;
    this.#piece = new Uint8Array(this.#piece.buffer, this.#piece.byteOffset - beyond, this.#piece.length + beyond);
    return found.slice(0, end);
  }

  /** Hand on the next so many bytes in pieces; throw DamagedError where there are fewer. */
  async take(length, sink) {
    for (let left = length; left; ) {
      const next = await this.read(left);
      if (!next.length) throw new DamagedError("a record's block breaks off");
      left -= next.length;
      sink(next);
    }
  }

  /** Read the blank line that ends a record; throw DamagedError where the member holds anything else. */
  async finish() {
    const rest = [];
    while (rest.length <= BLANK.length) {
      const next = await this.read(BLANK.length + 1 - rest.length);
      if (!next.length) break;
      rest.push(...next);
    }
    if (rest.length !== BLANK.length || rest.some((value, at) => value !== BLANK[at])) {
      throw new DamagedError("a gzip member does not end where its one record ends");
    }
  }
}

function larger(bytes, used, needed) {
  const found = new Uint8Array(Math.max(needed, 2 * bytes.length));
  found.set(bytes.subarray(0, used));
  return found;
}

function placeOf(mark, bytes, from, to) {
  for (let at = from; at + mark.length <= to; at += 1) {
    if (mark.every((value, place) => bytes[at + place] === value)) return at;
  }
  return -1;
}
