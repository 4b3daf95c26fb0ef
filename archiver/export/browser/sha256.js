/**
 * SHA-256 (FIPS 180-4, 6.2), fed piece by piece.
 *
 * What browsers bring for it needs all bytes at once, and hundreds of thousands of small texts are digested here.
 */

import { hex } from "./bytes.js";
import { BEGIN_HIGH, ROUND_HIGH } from "./sha2_constants.js";

const BLOCK = 64;
const words = new Int32Array(64);

/** A digest in the making; it may be used again after it was given. */
export class Sha256 {
  #state = new Int32Array(8);
  #tail = new Uint8Array(BLOCK);
  #length = 0;

  constructor() {
    this.#begin();
  }

  #begin() {
    this.#state.set(BEGIN_HIGH);
    this.#length = 0;
  }

  /** Take the next bytes. */
  update(bytes, from = 0, to = bytes.length) {
    const filled = this.#length % BLOCK;
    this.#length += to - from;
    let at = from;
    if (filled) {
      const taken = Math.min(BLOCK - filled, to - from);
      for (let place = filled; place < filled + taken; place += 1, at += 1) this.#tail[place] = bytes[at];
      if (filled + taken < BLOCK) return this;
      compress(this.#state, this.#tail, 0);
    }
    for (; at + BLOCK <= to; at += BLOCK) compress(this.#state, bytes, at);
    for (let place = 0; at < to; place += 1, at += 1) this.#tail[place] = bytes[at];
    return this;
  }

  /** Write the digest, 32 bytes, and begin anew. */
  into(out, at) {
    const tail = this.#tail;
    let filled = this.#length % BLOCK;
    tail[filled] = 0x80;
    filled += 1;
    if (filled > BLOCK - 8) {
      tail.fill(0, filled);
      compress(this.#state, tail, 0);
      filled = 0;
    }
    tail.fill(0, filled);
    const bits = this.#length * 8;
    put(tail, BLOCK - 8, Math.floor(bits / 2 ** 32));
    put(tail, BLOCK - 4, bits);
    compress(this.#state, tail, 0);
    for (let place = 0; place < 8; place += 1) put(out, at + 4 * place, this.#state[place]);
    this.#begin();
  }

  /** Give the digest, and begin anew. */
  digest() {
    const out = new Uint8Array(32);
    this.into(out, 0);
    return out;
  }
}

/** Digest bytes that stand one after the other. */
export function sha256(...parts) {
  const digester = new Sha256();
  for (const part of parts) digester.update(part);
  return digester.digest();
}

/** Digest bytes as a document states it. */
export function stated(bytes) {
  return `sha256:${hex(sha256(bytes))}`;
}

function put(out, at, word) {
  out[at] = word >>> 24;
  out[at + 1] = word >>> 16;
  out[at + 2] = word >>> 8;
  out[at + 3] = word;
}

function compress(state, bytes, at) {
  const w = words;
  const k = ROUND_HIGH;
  for (let t = 0; t < 16; t += 1, at += 4) {
    w[t] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  }
  for (let t = 16; t < 64; t += 1) {
    const x = w[t - 15];
    const y = w[t - 2];
    const first = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const second = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[t] = (first + w[t - 7] + second + w[t - 16]) | 0;
  }
  let a = state[0];
  let b = state[1];
  let c = state[2];
  let d = state[3];
  let e = state[4];
  let f = state[5];
  let g = state[6];
  let h = state[7];
  for (let t = 0; t < 64; t += 1) {
    const ofE = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const one = (h + ofE + (g ^ (e & (f ^ g))) + k[t] + w[t]) | 0;
    const ofA = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const two = (ofA + ((a & b) | (c & (a | b)))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}
