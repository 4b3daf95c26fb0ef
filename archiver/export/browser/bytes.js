/** Bytes as text, and text as bytes: hex, base64, ASCII and UTF-8, each read strictly or not at all. */

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const DIGITS = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, "0"));
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Give the bytes of a text in UTF-8. */
export function utf8(text) {
  return encoder.encode(text);
}

/** Read UTF-8; throw TypeError where it is none. */
export function fromUtf8(bytes) {
  return decoder.decode(bytes);
}

/** Read each byte as the letter of its number. */
export function latin1(bytes) {
  let found = "";
  for (let at = 0; at < bytes.length; at += 8192) {
    found += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return found;
}

/** Write bytes in lower hex. */
export function hex(bytes) {
  let found = "";
  for (const value of bytes) found += DIGITS[value];
  return found;
}

/** Read hex digits; null where they are none. */
export function fromHex(text) {
  if (typeof text !== "string" || text.length % 2 || !/^[0-9a-fA-F]*$/.test(text)) return null;
  const found = new Uint8Array(text.length / 2);
  for (let at = 0; at < found.length; at += 1) found[at] = parseInt(text.slice(2 * at, 2 * at + 2), 16);
  return found;
}

/** Write base64, with its padding. */
export function base64(bytes) {
  let found = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const three = (bytes[at] << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    for (let place = 0; place < 4; place += 1) {
      found += place > bytes.length - at ? "=" : LETTERS[(three >> (18 - 6 * place)) & 63];
    }
  }
  return found;
}

/** Read base64 in its one spelling; null where it is not that. */
export function fromBase64(text) {
  const bare = text.replace(/={1,2}$/, "");
  const found = new Uint8Array(Math.floor((bare.length * 3) / 4));
  let held = 0;
  for (let at = 0, out = 0; at < bare.length; at += 1) {
    const value = LETTERS.indexOf(bare[at]);
    if (value < 0) return null;
    held = ((held << 6) | value) & 0xffffff;
    if (at % 4) {
      found[out] = held >> (6 - 2 * (at % 4));
      out += 1;
    }
  }
  return base64(found) === text ? found : null;
}

/** Put bytes one after the other. */
export function joined(...parts) {
  const found = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    found.set(part, at);
    at += part.length;
  }
  return found;
}

/** Tell whether two are the same bytes. */
export function same(one, other) {
  return one.length === other.length && one.every((value, at) => value === other[at]);
}
