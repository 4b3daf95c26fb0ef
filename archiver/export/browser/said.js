/** What a custody event says by its kind, as far as later steps need it. */

import { field, has } from "./canonical.js";

const NOTHING = {
  capture: null,
  seal: null,
  ended: ["", "", ""],
  inputs: [],
  concluded: ["", ""],
  interval: [null, null],
  stamped: null,
  follows: null,
};
const TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)(Z|[+-]\d\d:\d\d)$/;
/** What each kind of event says besides, that need only be there. */
const PLAIN = {
  agreement: { about: "text", agreed: "flag", operator: "text", words: "text" },
  mark: { words: "text", happened_at: "text", operator: "text" },
  "fixity check": { exit_code: "number", counts: "object" },
  export: { bundle: "text", nonce: "text", checkpoint: "number", captures: "number" },
  transfer: { bundle: "text", nonce: "text", to: "text" },
  declaration: { declared: "object" },
  clock: { was: "text", is: "text" },
  "closer watch": { every_seconds: "number", until: "text", reason: "text" },
  replication: { to: "text", captures: "number", size: "number", exit_code: "number" },
  "early look": { due_at: "text", early_seconds: "number", reason: "text" },
  disposal: {
    capture: "text",
    tombstone: "text",
    records: "number",
    reason: "text",
    authority: "text",
    operator: "text",
  },
  "late look": { due_at: "text", late_seconds: "number", reason: "text" },
};
const OF_KIND = { capture, conclusion, canary, timestamp, key };

/** Read a time with its zone, as milliseconds; null where it is none. */
export function instant(text) {
  const match = typeof text === "string" ? TIME.exec(text) : null;
  const found = match ? Date.parse(`${match[1]}T${match[2].replace(/(\.\d{3})\d+/, "$1")}${match[3]}`) : NaN;
  return Number.isNaN(found) ? null : found;
}

/** Read what an event says; null where it is of no kind that is known, or lacks what its kind says. */
export function readSaid(value) {
  const kind = field(value, "event");
  if (typeof kind !== "string") return null;
  if (Object.hasOwn(PLAIN, kind)) return has(value, PLAIN[kind]) ? NOTHING : null;
  const found = Object.hasOwn(OF_KIND, kind) ? OF_KIND[kind](value) : null;
  return found && { ...NOTHING, ...found };
}

function capture(value) {
  const kinds = { capture: "text or null", seal: "text or null", kind: "text", outcome: "text", reason: "text" };
  if (!has(value, kinds) || (value.capture === null) !== (value.seal === null)) return null;
  return { capture: value.capture, seal: value.seal, ended: [value.kind, value.outcome, value.reason] };
}

function conclusion(value) {
  const fits = has(value, { post: "text", state: "text", inputs: "list" }) && has(value.rule, { version: "text" });
  if (!fits || !value.inputs.every((each) => has(each, { capture: "text", seal: "text" }))) return null;
  return {
    inputs: value.inputs.map((each) => [each.capture, each.seal]),
    concluded: [value.post, value.state],
    interval: intervalOf(field(value.last_shown, "at"), value.first_not_shown),
  };
}

function canary(value) {
  return has(value, { list: "text", posts: "list" }) && value.posts.every(isKnown) ? {} : null;
}

/** Tell whether a canary's list says of a post that it is shown, or gone and since when. */
function isKnown(value) {
  if (!has(value, { post: "text", known: "text" })) return false;
  return value.known === "shown" || (value.known === "gone" && instant(value.since) !== null);
}

/** Give when a post was last shown, and first not. */
export function intervalOf(shown, missing) {
  return typeof shown === "string" && typeof missing === "string" ? [shown, missing] : [null, null];
}

function timestamp(value) {
  const kinds = { checkpoint: "number", authority: "text", token: "text", root: "text", stamped_at: "text" };
  if (!has(value, kinds)) return null;
  return { stamped: { checkpoint: value.checkpoint, authority: value.authority, token: value.token } };
}

function key(value) {
  if (!has(value, { action: "text", old: "text", new: "text", signature: "text" })) return null;
  const follows = { old: value.old, new: value.new, signature: value.signature, revoked: "", revokedFrom: "" };
  if (value.action === "rotated") return { follows };
  const revokes = value.action === "revoked" && has(value, { revoked: "text", revoked_from: "text" });
  if (!revokes || instant(value.revoked_from) === null) return null;
  return { follows: { ...follows, revoked: value.revoked, revokedFrom: value.revoked_from } };
}
