/**
 * Ed25519 signatures (RFC 8032, sections 5.1 and 5.1.7), checked with whole numbers and nothing else.
 *
 * Some browsers have it, others not; like this each says the same. Only public values pass through here, so that it
 * need not take the same time for each.
 */

import { same } from "./bytes.js";
import { sha512 } from "./sha512.js";

const P = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const D = modulo(-121665n * inverse(121666n));
const ROOT_OF_MINUS_ONE = power(2n, (P - 1n) / 4n);
/** Extended coordinates: x = X/Z, y = Y/Z, xy = T/Z. */
const NEUTRAL = [0n, 1n, 1n, 0n];
const BASE = point(written([0n, 4n * inverse(5n), 1n, 0n]));

/** Tell whether a signature (64 bytes) of a message holds for a public key (32 bytes). */
export function holds(key, message, signature) {
  if (key.length !== 32 || signature.length !== 64) return false;
  const first = signature.subarray(0, 32);
  const number = littleEndian(signature.subarray(32));
  const ofKey = point(key);
  if (ofKey === null || number >= ORDER) return false;
  const challenge = littleEndian(sha512(first, key, message)) % ORDER;
  // R = sB - kA, written as it stands in the signature: one R is written in one way only.
  return same(written(sumOfMultiples(number, BASE, challenge, negative(ofKey))), first);
}

function modulo(value) {
  const rest = value % P;
  return rest < 0n ? rest + P : rest;
}

function power(base, exponent) {
  let found = 1n;
  let squared = base;
  for (let left = exponent; left; left >>= 1n) {
    if (left & 1n) found = (found * squared) % P;
    squared = (squared * squared) % P;
  }
  return found;
}

function inverse(value) {
  return power(modulo(value), P - 2n);
}

function littleEndian(bytes) {
  let found = 0n;
  for (let at = bytes.length - 1; at >= 0; at -= 1) found = (found << 8n) | BigInt(bytes[at]);
  return found;
}

/** Read a point (section 5.1.3); null where there is none so. */
function point(text) {
  const sign = BigInt(text[31] >> 7);
  const y = littleEndian(text) & ((1n << 255n) - 1n);
  if (y >= P) return null;
  const square = modulo((y * y - 1n) * inverse(D * y * y + 1n));
  let x = power(square, (P + 3n) / 8n);
  if (modulo(x * x - square)) x = (x * ROOT_OF_MINUS_ONE) % P;
  if (modulo(x * x - square) || (x === 0n && sign)) return null;
  if ((x & 1n) !== sign) x = P - x;
  return [x, y, 1n, (x * y) % P];
}

function written([x, y, z]) {
  const ofZ = inverse(z);
  let number = modulo(y * ofZ) | ((modulo(x * ofZ) & 1n) << 255n);
  const found = new Uint8Array(32);
  for (let at = 0; at < 32; at += 1, number >>= 8n) found[at] = Number(number & 255n);
  return found;
}

/** Add two points (section 5.1.4). */
function added([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = modulo((y1 - x1) * (y2 - x2));
  const b = modulo((y1 + x1) * (y2 + x2));
  const c = modulo(2n * t1 * t2 * D);
  const d = modulo(2n * z1 * z2);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [modulo(e * f), modulo(g * h), modulo(f * g), modulo(e * h)];
}

function negative([x, y, z, t]) {
  return [modulo(-x), y, z, modulo(-t)];
}

/** Give so many times one and so many times the other, added, doubling both at once. */
function sumOfMultiples(times, one, otherTimes, other) {
  const both = added(one, other);
  let found = NEUTRAL;
  for (let bit = 255n; bit >= 0n; bit -= 1n) {
    found = added(found, found);
    const ofOne = (times >> bit) & 1n;
    const ofOther = (otherTimes >> bit) & 1n;
    if (ofOne && ofOther) found = added(found, both);
    else if (ofOne) found = added(found, one);
    else if (ofOther) found = added(found, other);
  }
  return found;
}
