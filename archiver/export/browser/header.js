/** A record's WARC header (ISO 28500:2017, section 5). */

import { fromUtf8 } from "./bytes.js";
import { DamagedError } from "./finding.js";
import { BLANK } from "./members.js";

const VERSION = "WARC/1.1";
const LINE = /^([!-9;-~]+): ([^\x00-\x1f\x7f]*)$/;
const LENGTH = /^(?:0|[1-9][0-9]{0,14})$/;
const HTTP = ["response", "request", "revisit"];
const MAY_REPEAT = "warc-concurrent-to";

/** A record's header: its lines as they stand, version line first, and values by name in lower case. */
export class Header {
  constructor(lines, fields) {
    this.lines = lines;
    this.fields = fields;
  }

  /** Give a value by its name; empty where there is none. */
  get(name) {
    return this.fields.get(name.toLowerCase()) ?? "";
  }

  get type() {
    return this.get("WARC-Type");
  }

  /** Record id without its angle brackets. */
  get id() {
    return this.get("WARC-Record-ID").replace(/^</, "").replace(/>$/, "");
  }

  /** Bytes of the block. */
  get length() {
    return Number(this.get("Content-Length"));
  }

  /** Tell whether the block begins with an HTTP head. */
  get holdsHttp() {
    return HTTP.includes(this.type);
  }
}

/** Read a WARC header with its blank line. Throws DamagedError. */
export function readHeader(bytes) {
  let text;
  try {
    text = fromUtf8(bytes.subarray(0, bytes.length - BLANK.length));
  } catch {
    throw new DamagedError("a WARC header is no UTF-8");
  }
  const lines = text.split("\r\n");
  if (lines[0] !== VERSION) throw new DamagedError("a record does not begin with WARC/1.1");
  const fields = new Map();
  for (const line of lines.slice(1)) {
    const match = LINE.exec(line);
    if (match === null) throw new DamagedError("a WARC header holds a line that is no 'Name: value'");
    const name = match[1].toLowerCase();
    // A second value could say to one reader what the first does not say to another.
    if (fields.has(name) && name !== MAY_REPEAT) throw new DamagedError("a WARC header says something twice");
    fields.set(name, match[2]);
  }
  if (!LENGTH.test(fields.get("content-length") ?? "")) throw new DamagedError("a WARC header gives no Content-Length");
  return new Header(lines, fields);
}
