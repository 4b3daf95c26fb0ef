/** What the records of copies hold, for what stands beside them. */

import { hex, utf8 } from "./bytes.js";
import { sha256 } from "./sha256.js";
import { indexed, isPage } from "./wacz_index.js";

/** Takes the records of all captures. */
export class Payloads {
  #sought;
  #found = new Map();
  #whole = new Set();
  #places = new Map();
  #pages = new Set();
  #documents = new Map();

  /** `sought` are captures and ids of records whose payloads stand beside the copies too. */
  constructor(sought) {
    this.#sought = new Set([...sought].map(([capture, id]) => key(capture, id)));
  }

  /** Take down a record of a capture, and the WACZ and entry that it stands in. */
  note(capture, record, [path, entry]) {
    const said = indexed(record, entry);
    if (said) this.#places.set(path, (this.#places.get(path) ?? new Set()).add(said));
    const page = pageOf(record.header.get("WARC-Target-URI"), record.header.get("WARC-Date"), record.status);
    this.#pages.add(page);
    if (isPage(record)) this.#documents.set(path, (this.#documents.get(path) ?? new Set()).add(page));
    this.#whole.add(whole(record));
    const place = key(capture, record.header.id);
    const address = record.header.get("WARC-Target-URI");
    if (this.#sought.has(place)) this.#found.set(place, key(record.payload, address));
  }

  /** Give what the index of a WACZ must say of the records that captures have in it, each as one digest. */
  places(path) {
    return this.#places.get(path) ?? new Set();
  }

  /** Tell whether a page, as `pageOf` gives it, is a record. */
  isPage(page) {
    return this.#pages.has(page);
  }

  /** Give the pages that the list of a WACZ must name. */
  documents(path) {
    return this.#documents.get(path) ?? new Set();
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

/** Give address, time and how it was answered as one digest. */
export function pageOf(address, date, status) {
  return hex(sha256(utf8(`${status} ${date} ${address}`)));
}

/** Give a record, its header and its block, as one digest. */
function whole({ header, block }) {
  return hex(sha256(utf8([...header.lines, block].join("\r\n"))));
}
