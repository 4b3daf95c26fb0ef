/** What the records of copies hold, for what stands beside them. */

/** Takes the records of all captures. */
export class Payloads {
  #sought;
  #digests = new Map();
  #blocks = new Set();

  /** `sought` are captures and ids of records whose payloads stand beside the copies too. */
  constructor(sought) {
    this.#sought = new Set([...sought].map(([capture, id]) => key(capture, id)));
  }

  /** Take down a record of a capture. */
  note(capture, record) {
    this.#blocks.add(key(record.header.id, record.block));
    const place = key(capture, record.header.id);
    if (this.#sought.has(place)) this.#digests.set(place, record.payload);
  }

  /** Tell whether a record stood in a capture as it is. */
  stood(record) {
    return this.#blocks.has(key(record.header.id, record.block));
  }

  /** Give the digest of a record's payload, where that was sought and is there. */
  digest(capture, id) {
    return this.#digests.get(key(capture, id));
  }
}

function key(one, other) {
  return `${one}\n${other}`;
}
