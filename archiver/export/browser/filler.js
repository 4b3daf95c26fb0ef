/**
 * Filler: what stands in the place of withheld segments says nothing, or what it still says is told to be unproven.
 *
 * A withheld segment is known by its hash alone, so that whoever made the bundle could have put any text in its place.
 * Only letters and digits that stand for all others do there, and the words and numbers without which JSON would not
 * parse. In an HTTP head and an address the rest of the segment stays readable: this is counted. A line of a head stays
 * one, so that all programs find the head's end, which is always shown, in one place.
 */

import { latin1 } from "./bytes.js";
import { Opening } from "./opening.js";

const OF_JSON = /(^|[^A-Za-z0-9_])(?:true|false|null|1+(?:\.1+)?[eE][+-]?1+)(?![A-Za-z0-9_])/g;
const IN_LINE = /^[^\x00-\x08\x0a-\x1f\x7f]+$/;
const NAME = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):/;
const LONGEST = 64;
const LINE_FEED = 10;
const SAYS_MORE = /[A-Za-wyz02-9\x80-\xff]/;

/** Tell whether a stretch of withheld segments, each byte a letter, holds nothing that could be read. */
export function isFiller(text) {
  return !SAYS_MORE.test(text.replace(OF_JSON, "$1"));
}

/** What was seen of the texts of one record, in the places of what is withheld. */
export class Seen {
  #faults = new Set();
  /** Parts and numbers of segments that are withheld, and of which something can still be read. */
  #readable = [];
  /** Names of headers, in lower case, of which that is so. */
  #names = new Set();

  fault(detail) {
    this.#faults.add(detail);
  }

  readable(part, number) {
    this.#readable.push([part, number]);
  }

  name(header) {
    this.#names.add(header.toLowerCase());
  }

  /** Give what was seen, and begin anew. */
  taken() {
    const found = { faults: [...this.#faults], readable: this.#readable, names: this.#names };
    this.#names = new Set();
    this.#faults = new Set();
    this.#readable = [];
    return found;
  }
}

/** An opening whose withheld segments are looked at as they pass by. */
export class Watched {
  #opening;
  #part;
  #withheld;
  #how;
  #number = -1;
  #told;
  #at = 0;
  #begun = 0;
  #stretch = "";
  #segment = "";
  #begins = true;
  #endsLine = true;

  /** `how` says up to which byte a text stays readable, whether what follows is a medium's, and what takes it down. */
  constructor(part, count, { seeds, withheld }, how) {
    const leaves = new Map([...withheld].map(([number, { leaf }]) => [number, leaf]));
    this.#opening = new Opening(count, seeds, leaves);
    this.#part = part;
    this.#withheld = withheld;
    this.#how = how;
  }

  /** Begin with the next segment. */
  begin() {
    this.#number += 1;
    this.#begun = this.#at;
    this.#begins = this.#endsLine;
    this.#segment = "";
    this.#told = this.#withheld.get(this.#number);
    if (!this.#told) this.#endStretch();
    this.#opening.begin();
  }

  /** Take bytes of the segment. */
  feed(bytes, from, to) {
    if (this.#told && !this.#how.medium) {
      const closed = from + Math.max(0, this.#how.readable - this.#at);
      if (closed < to) this.#stretch += latin1(bytes.subarray(closed, to));
    }
    if (this.#told && this.#ofHead) this.#segment += latin1(bytes.subarray(from, to));
    this.#endsLine = bytes[to - 1] === LINE_FEED;
    this.#at += to - from;
    this.#opening.feed(bytes, from, to);
  }

  /** End the segment. */
  end() {
    if (this.#told) this.#look(this.#told);
    this.#opening.end();
  }

  #look({ length }) {
    const { readable, medium, seen } = this.#how;
    if (length !== this.#at - this.#begun) {
      seen.fault(`shows another length in the place of segment ${this.#number} of its ${this.#part}`);
    }
    if (this.#begun < readable) seen.readable(this.#part, this.#number);
    if (this.#ofHead) this.#lookAtLine();
    if (medium && this.#at > readable) {
      seen.fault("is a medium of which a part is withheld, and what stands there is not proven");
    }
  }

  get #ofHead() {
    return this.#part === "block" && this.#begun < this.#how.readable;
  }

  /** Look at what of an HTTP head is withheld: a line, or a part of one, that begins with a name or goes on. */
  #lookAtLine() {
    const { seen } = this.#how;
    let line = this.#segment.replace(/\r\n$/, "");
    if (this.#segment.length === LONGEST) line = line.replace(/\r$/, "");
    const starts = this.#begins && this.#number > 0;
    const named = starts ? NAME.exec(line) : null;
    if (named) seen.name(named[1]);
    if (!IN_LINE.test(line) || (starts && !named)) seen.fault("shows in the place of a header what is none");
  }

  #endStretch() {
    if (!isFiller(this.#stretch)) this.#how.seen.fault("says something in the place of what is withheld");
    this.#stretch = "";
  }

  /** Give the root in hex; empty where seeds, hashes and segments do not fit together. */
  root() {
    this.#endStretch();
    return this.#opening.root();
  }
}
