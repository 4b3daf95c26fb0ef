/** SHA-512 (FIPS 180-4, 6.4), fed piece by piece. Words of 64 bits are worked with in halves, a high and a low one. */

import { BEGIN_HIGH, BEGIN_LOW, ROUND_HIGH, ROUND_LOW } from "./sha2_constants.js";

const BLOCK = 128;
/** What of a sum of low halves goes over into the high ones; exact, as sums stay far below 2^53. */
const CARRY = 2 ** -32;
const highs = new Int32Array(80);
const lows = new Int32Array(80);

/** A digest in the making; it may be used again after it was given. */
export class Sha512 {
  #high = new Int32Array(8);
  #low = new Int32Array(8);
  #tail = new Uint8Array(BLOCK);
  #length = 0;

  constructor() {
    this.#begin();
  }

  #begin() {
    this.#high.set(BEGIN_HIGH);
    this.#low.set(BEGIN_LOW);
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
      compress(this.#high, this.#low, this.#tail, 0);
    }
    for (; at + BLOCK <= to; at += BLOCK) compress(this.#high, this.#low, bytes, at);
    for (let place = 0; at < to; place += 1, at += 1) this.#tail[place] = bytes[at];
    return this;
  }

  /** Write the digest, 64 bytes, and begin anew. */
  into(out, at) {
    const tail = this.#tail;
    let filled = this.#length % BLOCK;
    tail[filled] = 0x80;
    filled += 1;
    if (filled > BLOCK - 16) {
      tail.fill(0, filled);
      compress(this.#high, this.#low, tail, 0);
      filled = 0;
    }
    tail.fill(0, filled);
    const bits = this.#length * 8;
    put(tail, BLOCK - 8, Math.floor(bits / 2 ** 32));
    put(tail, BLOCK - 4, bits);
    compress(this.#high, this.#low, tail, 0);
    for (let place = 0; place < 8; place += 1) {
      put(out, at + 8 * place, this.#high[place]);
      put(out, at + 8 * place + 4, this.#low[place]);
    }
    this.#begin();
  }

  /** Give the digest, and begin anew. */
  digest() {
    const out = new Uint8Array(64);
    this.into(out, 0);
    return out;
  }
}

/** Digest bytes that stand one after the other. */
export function sha512(...parts) {
  const digester = new Sha512();
  for (const part of parts) digester.update(part);
  return digester.digest();
}

function put(out, at, word) {
  out[at] = word >>> 24;
  out[at + 1] = word >>> 16;
  out[at + 2] = word >>> 8;
  out[at + 3] = word;
}

function expand(bytes, at) {
  const high = highs;
  const low = lows;
  for (let t = 0; t < 16; t += 1, at += 8) {
    high[t] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
    low[t] = (bytes[at + 4] << 24) | (bytes[at + 5] << 16) | (bytes[at + 6] << 8) | bytes[at + 7];
  }
  for (let t = 16; t < 80; t += 1) {
    const xh = high[t - 15];
    const xl = low[t - 15];
    const yh = high[t - 2];
    const yl = low[t - 2];
    const firstHigh = ((xh >>> 1) | (xl << 31)) ^ ((xh >>> 8) | (xl << 24)) ^ (xh >>> 7);
    const firstLow = ((xl >>> 1) | (xh << 31)) ^ ((xl >>> 8) | (xh << 24)) ^ ((xl >>> 7) | (xh << 25));
    const secondHigh = ((yh >>> 19) | (yl << 13)) ^ ((yl >>> 29) | (yh << 3)) ^ (yh >>> 6);
    const secondLow = ((yl >>> 19) | (yh << 13)) ^ ((yh >>> 29) | (yl << 3)) ^ ((yl >>> 6) | (yh << 26));
    const sum = (firstLow >>> 0) + (low[t - 7] >>> 0) + (secondLow >>> 0) + (low[t - 16] >>> 0);
    high[t] = firstHigh + high[t - 7] + secondHigh + high[t - 16] + ((sum * CARRY) | 0);
    low[t] = sum | 0;
  }
}

function compress(stateHigh, stateLow, bytes, at) {
  expand(bytes, at);
  const high = highs;
  const low = lows;
  const kHigh = ROUND_HIGH;
  const kLow = ROUND_LOW;
  let ah = stateHigh[0];
  let bh = stateHigh[1];
  let ch = stateHigh[2];
  let dh = stateHigh[3];
  let eh = stateHigh[4];
  let fh = stateHigh[5];
  let gh = stateHigh[6];
  let hh = stateHigh[7];
  let al = stateLow[0];
  let bl = stateLow[1];
  let cl = stateLow[2];
  let dl = stateLow[3];
  let el = stateLow[4];
  let fl = stateLow[5];
  let gl = stateLow[6];
  let hl = stateLow[7];
  for (let t = 0; t < 80; t += 1) {
    const ofEHigh = ((eh >>> 14) | (el << 18)) ^ ((eh >>> 18) | (el << 14)) ^ ((el >>> 9) | (eh << 23));
    const ofELow = ((el >>> 14) | (eh << 18)) ^ ((el >>> 18) | (eh << 14)) ^ ((eh >>> 9) | (el << 23));
    const choiceLow = gl ^ (el & (fl ^ gl));
    const oneSum = (hl >>> 0) + (ofELow >>> 0) + (choiceLow >>> 0) + (kLow[t] >>> 0) + (low[t] >>> 0);
    const oneHigh = (hh + ofEHigh + (gh ^ (eh & (fh ^ gh))) + kHigh[t] + high[t] + ((oneSum * CARRY) | 0)) | 0;
    const oneLow = oneSum | 0;
    const ofAHigh = ((ah >>> 28) | (al << 4)) ^ ((al >>> 2) | (ah << 30)) ^ ((al >>> 7) | (ah << 25));
    const ofALow = ((al >>> 28) | (ah << 4)) ^ ((ah >>> 2) | (al << 30)) ^ ((ah >>> 7) | (al << 25));
    const majorityHigh = (ah & bh) | (ch & (ah | bh));
    const majorityLow = (al & bl) | (cl & (al | bl));
    hh = gh;
    hl = gl;
    gh = fh;
    gl = fl;
    fh = eh;
    fl = el;
    const sumE = (dl >>> 0) + (oneLow >>> 0);
    eh = (dh + oneHigh + ((sumE * CARRY) | 0)) | 0;
    el = sumE | 0;
    dh = ch;
    dl = cl;
    ch = bh;
    cl = bl;
    bh = ah;
    bl = al;
    const sumA = (oneLow >>> 0) + (ofALow >>> 0) + (majorityLow >>> 0);
    ah = (oneHigh + ofAHigh + majorityHigh + ((sumA * CARRY) | 0)) | 0;
    al = sumA | 0;
  }
  add(stateHigh, stateLow, 0, ah, al);
  add(stateHigh, stateLow, 1, bh, bl);
  add(stateHigh, stateLow, 2, ch, cl);
  add(stateHigh, stateLow, 3, dh, dl);
  add(stateHigh, stateLow, 4, eh, el);
  add(stateHigh, stateLow, 5, fh, fl);
  add(stateHigh, stateLow, 6, gh, gl);
  add(stateHigh, stateLow, 7, hh, hl);
}

function add(stateHigh, stateLow, place, valueHigh, valueLow) {
  const sum = (stateLow[place] >>> 0) + (valueLow >>> 0);
  stateHigh[place] = stateHigh[place] + valueHigh + ((sum * CARRY) | 0);
  stateLow[place] = sum | 0;
}
