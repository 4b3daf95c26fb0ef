/** Every revisit finds the record it refers to, with the payload it speaks of. */

import { Check } from "./finding.js";
import { SHOWN } from "./warc.js";

/** Takes the records of all captures, in order, and pairs revisits with responses at the end. */
export class Revisits {
  #held = new Set();
  #open = [];
  #counts = new Map();

  /** Take one record of a capture. */
  take(capture, record) {
    const { header } = record;
    if (header.type === "response" && !header.get("WARC-Truncated")) {
      this.#held.add(key(capture, `<${header.id}>`, record.payload));
    }
    if (header.type !== "revisit") return;
    const holder = header.get("Archiver-Refers-To-Capture") || capture;
    const refersTo = header.get("WARC-Refers-To");
    const sought = key(holder, refersTo, header.get("WARC-Payload-Digest"));
    this.#counts.set(capture, (this.#counts.get(capture) ?? 0) + 1);
    if (this.#held.has(sought)) return;
    const reference = `${record.name} refers to ${refersTo.slice(0, SHOWN)} of ${holder.slice(0, SHOWN)}`;
    this.#open.push([capture, reference, sought]);
  }

  /** Give what was found: a finding or more for each capture that holds revisits. */
  finished() {
    const checks = new Map();
    for (const capture of this.#counts.keys()) {
      checks.set(capture, new Check("revisits", `captures/${capture}/capture.warc.gz`));
    }
    for (const [capture, reference, sought] of this.#open.filter((each) => !this.#held.has(each[2]))) {
      checks.get(capture).fault(`${reference}, where no whole response has that payload.`);
    }
    return [...checks].flatMap(([capture, check]) =>
      check.findings(`${this.#counts.get(capture)} revisits find the payload they refer to.`),
    );
  }
}

function key(capture, id, digest) {
  return `${capture}\n${id}\n${digest}`;
}
