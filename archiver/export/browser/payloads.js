/** What the records of copies hold, for what stands beside them. */

import { hex, utf8 } from "./bytes.js";
import { sha256 } from "./sha256.js";

/** Takes the records of all captures. */
export class Payloads {
  #sought;
  #found = new Map();
  #whole = new Set();

  /** `sought` are captures and ids of records whose payloads stand beside the copies too. */
  constructor(sought) {
    this.#sought = new Set([...sought].map(([capture, id]) => key(capture, id)));
  }

  /** Take down a record of a capture. */
  note(capture, record) {
    this.#whole.add(whole(record));
    const place = key(capture, record.header.id);
    const address = record.header.get("WARC-Target-URI");
    if (this.#sought.has(place)) this.#found.set(place, key(record.payload, address));
  }

  /** Tell whether a record stood in a capture as it is, header and block. */
  stood(record) {
    return this.#whole.has(whole(record));
  }

  /** Tell whether a record that was sought is here, with a payload of this digest, and has this address. */
  holds(capture, id, digest, address) {
    return this.#found.get(key(capture, id)) === key(digest, address);
  }
}

function key(one, other) {
  return `${one}\n${other}`;
}

/** Give a record, its header and its block, as one digest. */
function whole({ header, block }) {
  return hex(sha256(utf8([...header.lines, block].join("\r\n"))));
}
