/** Every record of a WARC is whole, digested, and the only one of its id. */

import { Check, UnreadableError } from "./finding.js";

const ID = /^<[^<>\s]{1,200}>$/;
const TYPES = ["response", "request", "revisit", "warcinfo", "resource", "metadata", "conversion"];

/** Takes the records of one WARC, in order. */
export class RecordsCheck {
  #check;
  #ids = new Set();
  #lastResponse = "";
  #answers = new Set();
  #whole = true;
  bytes = 0;
  count = 0;

  /** Begin with the file's path. */
  constructor(warc) {
    this.#check = new Check("records", warc);
  }

  /** Check one record. */
  take(record) {
    const { header } = record;
    for (const fault of [...this.#form(record), ...digestFaults(record), ...this.#order(record)]) {
      this.#check.fault(`${record.name} ${fault}.`);
    }
    if (hasId(header)) this.#ids.add(header.id);
    if (header.type === "response" || header.type === "revisit") {
      this.#lastResponse = header.get("WARC-Record-ID");
      this.#answers.add(header.id);
    }
    this.bytes += header.length;
    this.count += 1;
  }

  #form({ header, rest }) {
    const faults = [];
    if (!TYPES.includes(header.type)) faults.push("is of a type that no record of an archive has");
    if (header.get("Content-Type").startsWith("application/http") !== header.holdsHttp) {
      faults.push("has a Content-Type that does not fit its type");
    }
    if (header.type === "revisit" && rest) faults.push("is a revisit and has a body all the same");
    // To whoever made the commitments, one address alone is the same by either name.
    if (header.get("WARC-Refers-To-Target-URI") && !header.get("WARC-Target-URI")) {
      faults.push("refers to an address and has none itself");
    }
    if (!header.get("WARC-Date")) faults.push("has no date");
    if (!hasId(header)) faults.push("has no record id");
    return faults;
  }

  #order({ header, position }) {
    const faults = [];
    if (this.#ids.has(header.id)) faults.push("has the id of a record before it");
    if ((header.type === "warcinfo") !== (position === 0)) {
      faults.push("is not in its place: a warcinfo record comes first, and only first");
    }
    if (header.type === "conversion" && !this.#areHere(header)) {
      faults.push("is made of a record that does not stand before it");
    }
    if (header.type === "request" && header.get("WARC-Concurrent-To") !== this.#lastResponse) {
      faults.push("does not follow the response it belongs to");
    }
    return faults;
  }

  /** Tell whether all records that a conversion was made of stand before it. */
  #areHere(header) {
    const others = header.get("Archiver-Refers-To-Also").split(/\s+/).filter(Boolean);
    const named = [header.get("WARC-Refers-To"), ...others];
    return named.every((each) => ID.test(each) && this.#answers.has(each.slice(1, -1)));
  }

  /** Take down that the file can be read no further, and why. */
  broken(error) {
    this.#whole = false;
    if (error instanceof UnreadableError) this.#check.unreadable(error);
    else this.#check.fault(`Behind its first ${this.count} records it cannot be read: ${error.message}.`);
  }

  /** Give what was found. */
  finished() {
    if (this.#whole && !this.count) this.#check.fault("It holds no record.");
    return this.#check.findings(
      `${this.count} records with ${this.bytes} bytes are whole and have the digests they state.`,
    );
  }
}

function hasId(header) {
  return ID.test(header.get("WARC-Record-ID"));
}

function digestFaults({ header, block, payload }) {
  const faults = [];
  if (header.get("WARC-Block-Digest") !== block) faults.push("does not state the digest that its block has");
  // A revisit's payload stands elsewhere, and is looked for there; a warcinfo record need not state one.
  const stated = header.get("WARC-Payload-Digest");
  const needless = header.type === "revisit" || (header.type === "warcinfo" && !stated);
  if (!needless && stated !== payload) faults.push("does not state the digest that its payload has");
  return faults;
}
