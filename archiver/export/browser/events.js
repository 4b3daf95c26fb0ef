/** The custody events that are shown of a batch. */

import { hex } from "./bytes.js";
import { has, NotJsonError, parse } from "./canonical.js";
import { leafHash } from "./merkle.js";
import { instant, readSaid } from "./said.js";

const LIMIT = 1 << 20;
const LINE_FEED = 10;
const SLUG = /^[a-z0-9._-]{1,60}\/[a-z0-9._-]{1,60}$/;
const SALT = /^[0-9a-f]{64}$/;

/** Cut a file of events into its lines, without their line feeds. */
export function linesOf(bytes, path, told) {
  const found = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(LINE_FEED, at);
    const to = end < 0 ? bytes.length : end;
    if (end < 0 || to - at > LIMIT) told.fault("A line of it has no end, or is longer than an event is.", path);
    found.push(bytes.subarray(at, to));
    at = to + 1;
  }
  return found;
}

/** Read an event; null where it is none. */
export function readEvent(line, path, batch, identity, told) {
  let found = null;
  try {
    const { value, canonical } = parse(line);
    if (!canonical) told.fault("It is not in its canonical form (RFC 8785).", path);
    found = eventOf(value, line, path, batch, identity, told);
    if (!found) told.fault("It does not say what every event says.", path);
  } catch (error) {
    if (!(error instanceof NotJsonError)) throw error;
    told.fault(error.message, path);
  }
  return found;
}

function eventOf(value, line, path, batch, identity, told) {
  const kinds = { slug: "text", number: "number", previous: "text or null", salt: "text", at: "text" };
  if (!has(value, kinds) || value.format !== "archiver-event/1" || !("archive" in value)) return null;
  if (!SLUG.test(value.slug) || !SALT.test(value.salt)) return null;
  if (identity.digest && value.archive !== identity.digest) told.fault("It belongs to another archive.json.", path);
  const said = readSaid(value);
  const { slug, number, previous } = value;
  return said && { path, batch, leaf: hex(leafHash(line)), slug, number, previous, at: instant(value.at), said };
}
