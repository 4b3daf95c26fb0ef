/**
 * Digests of files. The browser's own are quicker, but need all bytes at once, and are not there on every page that is
 * opened from a disk: longer files, and all of them where need be, are digested here, piece by piece.
 */

import { hex } from "./bytes.js";
import { piece } from "./folder.js";
import { Sha256 } from "./sha256.js";
import { Sha512 } from "./sha512.js";

/** Bytes of a file up to which all of it is read at once. */
const WHOLE = 64 << 20;
const PIECE = 4 << 20;
const BY_BROWSER = { sha256: "SHA-256", sha512: "SHA-512" };

/** SHA-256 of files that were digested already: a browser gives of a file that changed since then nothing at all. */
const known = new WeakMap();

/** Give the digests of a file in hex, by algorithm; `tell` is told how many bytes went by. Throws UnreadableError. */
export async function digests(file, algorithms, tell = () => {}) {
  const subtle = globalThis.crypto?.subtle;
  const byThem = subtle && file.size <= WHOLE;
  const found = await (byThem ? byBrowser(subtle, file, algorithms, tell) : here(file, algorithms, tell));
  known.set(file, found.sha256);
  return found;
}

async function byBrowser(subtle, file, algorithms, tell) {
  const bytes = await piece(file, 0, file.size);
  const found = await Promise.all(algorithms.map((each) => subtle.digest(BY_BROWSER[each], bytes)));
  tell(file.size);
  return Object.fromEntries(algorithms.map((each, place) => [each, hex(new Uint8Array(found[place]))]));
}

async function here(file, algorithms, tell) {
  const digesters = algorithms.map((each) => (each === "sha256" ? new Sha256() : new Sha512()));
  for (let at = 0; at < file.size; at += PIECE) {
    const bytes = await piece(file, at, Math.min(at + PIECE, file.size));
    for (const digester of digesters) digester.update(bytes);
    tell(bytes.length);
  }
  return Object.fromEntries(algorithms.map((each, place) => [each, hex(digesters[place].digest())]));
}

/** Give a file's SHA-256 in hex. Throws UnreadableError. */
export async function sha256Of(file, tell = () => {}) {
  const earlier = known.get(file);
  if (earlier) tell(file.size);
  return earlier ?? (await digests(file, ["sha256"], tell)).sha256;
}
