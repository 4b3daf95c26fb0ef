/**
 * A ZIP as a WACZ is one (APPNOTE.TXT 6.3.10): its entries by the directory at its end, stored or deflated, one behind
 * the other, and nothing between, before or behind them.
 *
 * A reader looks for the directory at the end, and another one at the beginning of each entry: here both say the same,
 * so that no two of them find different things.
 */

import { latin1, same } from "./bytes.js";
import { crc32 } from "./crc32.js";
import { DamagedError } from "./finding.js";
import { piece } from "./folder.js";
import { Inflater } from "./inflate.js";
import { Source } from "./source.js";

const END = 22;
const LOCAL = 30;
const CENTRAL = 46;
const LOCAL_MARK = 0x04034b50;
const CENTRAL_MARK = 0x02014b50;
const END_MARK = 0x06054b50;
const LOCATOR_MARK = 0x07064b50;
const END_64_MARK = 0x06064b50;
const LOCATOR = 20;
const END_64 = 56;
const LARGE = 0xffffffff;
const DIRECTORY_LIMIT = 64 << 20;
/** Bytes that stand in a file behind its directory, as it ends for a small and for a large one. */
const BEHIND = [END, END_64 + LOCATOR + END];
/** Letters of a name that a finding repeats: hostile ones are long. */
const SHOWN = 120;
export const STORED = 0;
const DEFLATED = 8;

/** Give the entries of a ZIP: name, kind of compression, sizes, and where each begins. Throws DamagedError. */
export async function entries(file) {
  const { at, size, count } = await directory(file);
  if (size > DIRECTORY_LIMIT || at + size > file.size) throw new DamagedError("its directory lies outside it");
  const bytes = await piece(file, at, at + size);
  const view = new DataView(bytes.buffer);
  const found = [];
  for (let place = 0; place < size; ) {
    if (place + CENTRAL > size || view.getUint32(place, true) !== CENTRAL_MARK) {
      throw new DamagedError("its directory is none");
    }
    const lengths = [28, 30, 32].map((offset) => view.getUint16(place + offset, true));
    const next = place + CENTRAL + lengths[0] + lengths[1] + lengths[2];
    if (next > size) throw new DamagedError("its directory is none");
    found.push(entry(bytes, view, place, lengths));
    place = next;
  }
  if (found.length !== count) throw new DamagedError("its directory has another number of entries than its end says");
  if (!BEHIND.includes(file.size - at - size) || (await endOf(file, found)) !== at) {
    throw new DamagedError("something stands in it that belongs to no entry");
  }
  return found;
}

/** Give where the last entry ends. Throws DamagedError where one does not follow the one before it. */
async function endOf(file, found) {
  if (new Set(found.map(({ name }) => name)).size !== found.length) throw new DamagedError("it names an entry twice");
  let at = 0;
  for (const each of [...found].sort((one, other) => one.begin - other.begin)) {
    if (each.begin !== at) {
      throw new DamagedError(`${each.name.slice(0, SHOWN)} does not follow what stands before it`);
    }
    at = (await beginOf(file, each)) + each.packedSize;
  }
  return at;
}

async function directory(file) {
  if (file.size < END) throw new DamagedError("it is too short");
  const from = Math.max(0, file.size - END - LOCATOR);
  const bytes = await piece(file, from, file.size);
  const view = new DataView(bytes.buffer);
  const last = bytes.length - END;
  const ends = view.getUint32(last, true) === END_MARK && !view.getUint16(last + 20, true);
  if (!ends) throw new DamagedError("it has no end");
  const found = {
    count: view.getUint16(last + 10, true),
    size: view.getUint32(last + 12, true),
    at: view.getUint32(last + 16, true),
  };
  const large = last >= LOCATOR && view.getUint32(last - LOCATOR, true) === LOCATOR_MARK;
  return large ? largeDirectory(file, number64(view, last - LOCATOR + 8)) : found;
}

async function largeDirectory(file, at) {
  if (at + END_64 > file.size) throw new DamagedError("its end lies outside it");
  const view = new DataView((await piece(file, at, at + END_64)).buffer);
  if (view.getUint32(0, true) !== END_64_MARK) throw new DamagedError("it has no end");
  return { count: number64(view, 32), size: number64(view, 40), at: number64(view, 48) };
}

function number64(view, at) {
  const found = view.getBigUint64(at, true);
  if (found > BigInt(Number.MAX_SAFE_INTEGER)) throw new DamagedError("a number of it is too large");
  return Number(found);
}

function entry(bytes, view, place, [nameLength, extraLength, commentLength]) {
  const name = latin1(bytes.subarray(place + CENTRAL, place + CENTRAL + nameLength));
  const numbers = [24, 20, 42].map((offset) => view.getUint32(place + offset, true));
  let at = place + CENTRAL + nameLength;
  const end = at + extraLength;
  while (at + 4 <= end) {
    const length = view.getUint16(at + 2, true);
    if (at + 4 + length > end) throw new DamagedError("an extra field of its directory is none");
    if (view.getUint16(at, true) === 1) fillLarge(view, at + 4, length, numbers);
    at += 4 + length;
  }
  const [size, packedSize, begin] = numbers;
  const [flags, method] = [8, 10].map((offset) => view.getUint16(place + offset, true));
  // Flags say that an entry is encrypted, or told of behind itself; a comment is nobody's.
  if (flags || commentLength || ![STORED, DEFLATED].includes(method)) {
    throw new DamagedError(`${name.slice(0, SHOWN)} is not packed as it should be`);
  }
  return { name, method, sum: view.getUint32(place + 16, true), size, packedSize, begin };
}

/** Read the numbers that need 64 bits, in their order, where the short ones say so. */
function fillLarge(view, at, length, numbers) {
  let place = at;
  numbers.forEach((number, which) => {
    if (number !== LARGE) return;
    if (place + 8 > at + length) throw new DamagedError("an extra field of its directory is too short");
    numbers[which] = number64(view, place);
    place += 8;
  });
}

/** Give what reads the packed bytes of an entry. Throws DamagedError, UnreadableError. */
export async function packed(file, found) {
  const from = await beginOf(file, found);
  if (from + found.packedSize > file.size) throw new DamagedError("an entry lies outside it");
  return file.slice(from, from + found.packedSize);
}

/** Give where the bytes of an entry begin. Throws DamagedError where its own header says other than the directory. */
async function beginOf(file, { name, method, sum, size, packedSize, begin }) {
  const differs = new DamagedError(`${name.slice(0, SHOWN)} has two headers that differ`);
  if (begin + LOCAL > file.size) throw differs;
  const head = new DataView((await piece(file, begin, begin + LOCAL)).buffer);
  const [nameLength, extraLength] = [26, 28].map((offset) => head.getUint16(offset, true));
  const from = begin + LOCAL + nameLength + extraLength;
  if (head.getUint32(0, true) !== LOCAL_MARK || from > file.size) throw differs;
  const behind = await piece(file, begin + LOCAL, from);
  const sizes = extraLength ? [LARGE, LARGE] : [packedSize, size];
  const shorts = [6, 8].map((at) => head.getUint16(at, true));
  const told = [...shorts, ...[14, 18, 22].map((at) => head.getUint32(at, true))];
  const extra = extraLength ? largeField(size, packedSize) : new Uint8Array(0);
  const right = [0, method, sum, ...sizes];
  const isSame = right.every((value, at) => value === told[at]) && same(behind.subarray(nameLength), extra);
  if (!isSame || latin1(behind.subarray(0, nameLength)) !== name) throw differs;
  return from;
}

/** Write the extra field of an entry whose sizes may need 64 bits. */
function largeField(size, packedSize) {
  const view = new DataView(new ArrayBuffer(20));
  view.setUint16(0, 1, true);
  view.setUint16(2, 16, true);
  view.setBigUint64(4, BigInt(size), true);
  view.setBigUint64(12, BigInt(packedSize), true);
  return new Uint8Array(view.buffer);
}

/** Hand on the bytes of an entry in pieces; throw DamagedError where their number or CRC-32 is not what it says. */
export async function unpack(file, found, sink, tell) {
  const source = new Source(await packed(file, found), tell);
  const inflater = new Inflater();
  inflater.begin();
  let [size, sum] = [0, 0];
  for (let done = false; !done; ) {
    if (source.low) await source.fill();
    const bytes = found.method === DEFLATED ? inflater.run(source) : source.bytes.subarray(source.at, source.end);
    if (found.method === STORED) source.at = source.end;
    size += bytes.length;
    if (size > found.size) break;
    sum = crc32(bytes, 0, bytes.length, sum);
    sink(bytes);
    done = found.method === DEFLATED ? inflater.done : source.ended && source.at === source.end;
  }
  if (size !== found.size || source.at !== source.end || !source.ended) {
    throw new DamagedError("an entry is not as long as the directory says");
  }
  if (sum !== found.sum) throw new DamagedError("an entry has another CRC-32 than it states");
}
