/**
 * Filler: what stands in the place of withheld segments says nothing, or what it still says is told to be unproven.
 *
 * A withheld segment is known by its hash alone, so that whoever made the bundle could have put any text in its place.
 * Only letters and digits that stand for all others do there, and the words and numbers without which JSON would not
 * parse. In an HTTP head, an address and a segment of 1 MiB the rest of the segment stays readable: this is counted.
 */

import { latin1 } from "./bytes.js";
import { Opening } from "./opening.js";

const OF_JSON = /(^|[^A-Za-z0-9_])(?:true|false|null|1+(?:\.1+)?[eE][+-]?1+)(?![A-Za-z0-9_])/g;
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

  fault(detail) {
    this.#faults.add(detail);
  }

  readable(part, number) {
    this.#readable.push([part, number]);
  }

  /** Give what was seen, and begin anew. */
  taken() {
    const found = { faults: [...this.#faults], readable: this.#readable };
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
    if (medium && this.#at > readable) {
      seen.fault("is a medium of which a part is withheld, and nothing proves what stands there");
    }
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
