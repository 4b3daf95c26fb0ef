/** A ZIP as a WACZ is one (APPNOTE.TXT 6.3.10): its entries by the directory at its end, stored or deflated. */

import { latin1 } from "./bytes.js";
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
const ENCRYPTED = 1;
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
  return found;
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

function entry(bytes, view, place, [nameLength, extraLength]) {
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
  const flags = view.getUint16(place + 8, true);
  if (flags & ENCRYPTED) throw new DamagedError("an entry is encrypted");
  const [method, sum] = [view.getUint16(place + 10, true), view.getUint32(place + 16, true)];
  return { name, method, sum, size, packedSize, begin };
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
export async function packed(file, { name, begin, packedSize }) {
  if (begin + LOCAL > file.size) throw new DamagedError("an entry lies outside it");
  const head = new DataView((await piece(file, begin, begin + LOCAL)).buffer);
  const [nameLength, extraLength] = [26, 28].map((offset) => head.getUint16(offset, true));
  const from = begin + LOCAL + nameLength + extraLength;
  if (head.getUint32(0, true) !== LOCAL_MARK || from + packedSize > file.size) {
    throw new DamagedError("an entry lies outside it");
  }
  const before = latin1(await piece(file, begin + LOCAL, begin + LOCAL + nameLength));
  if (before !== name) throw new DamagedError("an entry has another name than the directory says");
  return file.slice(from, from + packedSize);
}

/** Hand on the bytes of an entry in pieces, and throw DamagedError where they are not what it says by number and CRC-32. */
export async function unpack(file, found, sink, tell) {
  const source = new Source(await packed(file, found), tell);
  if (![STORED, DEFLATED].includes(found.method)) throw new DamagedError("an entry is compressed in an unknown way");
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
