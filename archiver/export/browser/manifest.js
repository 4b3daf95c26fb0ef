/** A capture's manifest is canonical, and is of this capture and of this archive. */

import { field, has, isObject, NotJsonError, parse } from "./canonical.js";
import { Check } from "./finding.js";

const FORMAT = "archiver-capture/1";
const RULE = "segments/2";
/** Letters of a value that is repeated: hostile ones are long. */
const SHOWN = 80;

/** Read a capture's manifest; null where it is none. */
export async function readManifest(data, capture, identity) {
  const told = new Check("manifest", `captures/${capture}/manifest.json`);
  let manifest = null;
  try {
    const { value, canonical } = parse(await data.content(told.subject));
    if (!canonical) told.fault("It is not in its canonical form (RFC 8785).");
    manifest = manifestOf(value, capture, identity, told);
  } catch (error) {
    if (error instanceof NotJsonError) told.fault(error.message);
    else told.unreadable(error);
  }
  return { manifest, findings: told.findings("It is canonical, and names this capture and this archive.") };
}

function manifestOf(value, capture, identity, told) {
  const commitments = field(value, "commitments");
  const texts = { format: "text", kind: "text", outcome: "text", reason: "text", archive: "object" };
  if (!has(value, texts) || !has(commitments, { records: "list", root: "text", rule: "text" })) {
    told.fault("It lacks what every manifest says.");
    return null;
  }
  if (value.format !== FORMAT || commitments.rule !== RULE) {
    told.fault(`It is not of format ${FORMAT} with commitments by rule ${RULE}.`);
  }
  if (value.capture !== capture) told.fault("It is the manifest of another capture than the one it stands in.");
  if (!identity.id || !identity.key) {
    told.unchecked("Whether it names this archive, since archive.json does not say which that is.");
  } else if (value.archive.id !== identity.id || value.archive.key !== identity.key) {
    told.fault("It names another archive, by id or key, than archive.json.");
  }
  const notAuthenticated = field(value, "not_authenticated");
  return {
    said: [value.kind, value.outcome, value.reason],
    notAuthenticated: notAuthenticated == null ? "" : String(notAuthenticated).slice(0, SHOWN) || "so it says",
    records: commitments.records,
    root: commitments.root,
    opening: openingOf(value, told),
  };
}

/** Give the digest of the time stamp that a manifest names as there before its capture; empty where it names none. */
function openingOf(value, told) {
  const opening = field(value, "opening_stamp");
  if (has(opening, { token: "text", checkpoint: "number", stamped_at: "text" })) return opening.token;
  const empty = isObject(opening) && !Object.keys(opening).length;
  if (opening !== undefined && !empty && !has(opening, { reason: "text" })) {
    told.fault("It names no stamp that was there before it, and says no reason why.");
  }
  return "";
}
