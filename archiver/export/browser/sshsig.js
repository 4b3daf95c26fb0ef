/** A detached signature of OpenSSH (SSHSIG, PROTOCOL.sshsig), taken only as it was made: in lines of 70. */

import { base64, fromBase64, joined, latin1, same, utf8 } from "./bytes.js";
import { holds } from "./ed25519.js";
import { sha512 } from "./sha512.js";

const LINE = 70;
const BEGIN = "-----BEGIN SSH SIGNATURE-----";
const END = "-----END SSH SIGNATURE-----";
const KEY_TYPE = utf8("ssh-ed25519");
const NONE = new Uint8Array(0);

/** Say what is wrong with a signature by a public key (32 bytes) of a message; empty where it holds. */
export function faultOf(text, key, namespace, message) {
  const lines = latin1(text).split("\n");
  const blob = fromBase64(lines.slice(1, -2).join(""));
  if (blob === null) return "It is no signature of OpenSSH.";
  if (!same(armoured(blob), text)) return "It is not written as a signature is made here.";
  const bare = blob.subarray(Math.max(0, blob.length - 64));
  if (!same(blob, written(key, namespace, bare))) {
    return "It is of another key than the archive's, or was made for another purpose.";
  }
  return holds(key, signed(namespace, message), bare) ? "" : "It does not hold for what it stands beside.";
}

function signed(namespace, message) {
  const about = joined(string(utf8(namespace)), string(NONE), string(utf8("sha512")));
  return joined(utf8("SSHSIG"), about, string(sha512(message)));
}

function written(key, namespace, bare) {
  const about = joined(string(joined(string(KEY_TYPE), string(key))), string(utf8(namespace)));
  const signature = string(joined(string(KEY_TYPE), string(bare)));
  return joined(utf8("SSHSIG"), number(1), about, string(NONE), string(utf8("sha512")), signature);
}

function number(value) {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

function string(content) {
  return joined(number(content.length), content);
}

function armoured(blob) {
  const text = base64(blob);
  const lines = [];
  for (let at = 0; at < text.length; at += LINE) lines.push(text.slice(at, at + LINE));
  return utf8([BEGIN, ...lines, END, ""].join("\n"));
}
