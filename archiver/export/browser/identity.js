/** `archive.json` says who the archive is, by which key. */

import { base64, fromBase64, joined, same, utf8 } from "./bytes.js";
import { field, isObject, NotJsonError, parse } from "./canonical.js";
import { Check } from "./finding.js";
import { sha256, stated } from "./sha256.js";

const FILE = "archive.json";
const FORMAT = 1;
const KEY_TYPE = joined(Uint8Array.of(0, 0, 0, 11), utf8("ssh-ed25519"), Uint8Array.of(0, 0, 0, 32));

/** Read who the archive is, as far as its file tells: what it does not tell is empty. */
export async function readIdentity(data) {
  const told = new Check("archive", FILE);
  const none = { id: "", key: "", publicKey: "", digest: "", simulated: false };
  let identity = none;
  try {
    const text = await data.content(FILE);
    identity = { ...none, digest: stated(text) };
    const { value, canonical } = parse(text);
    if (!canonical) told.fault("It is not in its canonical form (RFC 8785).");
    identity = identityOf(value, identity.digest, told);
  } catch (error) {
    if (error instanceof NotJsonError) told.fault(error.message);
    else told.unreadable(error);
  }
  const proven = `Archive ${identity.id} of format ${FORMAT}, with key ${identity.key}.`;
  return { identity, findings: told.findings(proven) };
}

function identityOf(value, digest, told) {
  if (field(value, "format") !== FORMAT) told.fault("It does not name a format that is known here.");
  let id = field(value, "id");
  const publicKey = field(value, "public_key");
  const key = fingerprint(publicKey);
  if (typeof id !== "string" || !/^[0-9a-f]{32}$/.test(id)) {
    told.fault("It gives no id of 32 hex digits.");
    id = "";
  }
  if (!key) told.fault("It gives no Ed25519 key in OpenSSH form.");
  const simulated = isObject(value) && Object.hasOwn(value, "simulated");
  if (simulated && value.simulated !== true) told.fault("It says `simulated` with another value than true.");
  return { id, key, publicKey: key ? publicKey : "", digest, simulated };
}

/** Give the fingerprint that `ssh-keygen -l` prints of an OpenSSH Ed25519 key; empty where it is none. */
export function fingerprint(publicKey) {
  const key = raw(publicKey);
  return key ? `SHA256:${base64(sha256(KEY_TYPE, key)).replace(/=+$/, "")}` : "";
}

/** Give the 32 bytes of an OpenSSH Ed25519 key; null where it is none. */
export function raw(publicKey) {
  const match = typeof publicKey === "string" ? /^ssh-ed25519 ([A-Za-z0-9+/]+)$/.exec(publicKey) : null;
  const blob = match && fromBase64(match[1]);
  if (!blob || blob.length !== KEY_TYPE.length + 32) return null;
  return same(blob.subarray(0, KEY_TYPE.length), KEY_TYPE) ? blob.subarray(KEY_TYPE.length) : null;
}
