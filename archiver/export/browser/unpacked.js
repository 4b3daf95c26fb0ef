/**
 * A bundle that was handed over as a ZIP file, held against the one form that `export` writes (`docs/format.md`).
 *
 * What must stand in it is written down from names, sizes and CRC-32s, and compared. Files are read where they stand.
 */

import { crc32 } from "./crc32.js";
import { joined, latin1, same, utf8 } from "./bytes.js";
import { piece } from "./folder.js";

const MOST = 0xffffffff;
const MOST_FILES = 0xffff;
const LOCAL = 30;
const LONGEST_NAME = 1000;
const LONGEST_EXTRA = 28;
const PIECE = 4 << 20;
const DATE = (1 << 5) | 1;
const PLAIN = 20;
const LARGE = 45;
const UNIX = 3 << 8;
const READABLE = 0o644 * 2 ** 16;
const PART = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}";
const NAME = new RegExp(`^${PART}(?:/${PART}){0,10}$`);
const ADVICE = "Another program packed it: unpack it first, and choose the folder.";

/** A file that is no ZIP of a bundle as `export` writes it; says why, in a sentence. */
export class NotPackedError extends Error {}

/** Give the files of a ZIP by their paths in the bundle. Throws NotPackedError, UnreadableError. */
export async function unpacked(file, tell) {
  const files = new Map();
  const found = [];
  let at = 0;
  let top = "";
  let last = "";
  for (;;) {
    const entry = await entryAt(file, at);
    if (!entry) break;
    const [first, ...below] = entry.name.split("/");
    top ||= first;
    if (first !== top || !below.length) throw new NotPackedError(`Not all of it stands in one folder: ${entry.name}.`);
    if (entry.name <= last) throw new NotPackedError(`${entry.name} is not in order, behind ${last}. ${ADVICE}`);
    last = entry.name;
    files.set(below.join("/"), file.slice(entry.from, entry.from + entry.size));
    if ((await sumOf(file, entry, tell)) !== entry.crc) {
      throw new NotPackedError(`The bytes of ${entry.name} are not those that were packed: the ZIP is damaged.`);
    }
    found.push(entry);
    at = entry.from + entry.size;
  }
  if (!found.length) throw new NotPackedError("It is no ZIP of a bundle: it does not begin with a packed file.");
  checkNames(found);
  await checkEnd(file, found, at);
  return files;
}

function checkNames(found) {
  const files = new Set(found.map(({ name }) => name.toLowerCase()));
  const isFolder = (name) => [...name].some((letter, at) => letter === "/" && files.has(name.slice(0, at)));
  if (files.size !== found.length || [...files].some(isFolder)) {
    throw new NotPackedError("A name stands in it twice, if only in another case, or as file and folder.");
  }
}

/** Read the header of the file that is packed at a place, and hold it against its form; null where none begins. */
async function entryAt(file, at) {
  const head = await piece(file, at, Math.min(at + LOCAL + LONGEST_NAME + LONGEST_EXTRA, file.size));
  const view = new DataView(head.buffer);
  if (head.length < LOCAL || view.getUint32(0, true) !== 0x04034b50) return null;
  const [nameLength, extraLength] = [view.getUint16(26, true), view.getUint16(28, true)];
  const end = LOCAL + nameLength + extraLength;
  const name = latin1(head.subarray(LOCAL, LOCAL + nameLength));
  if (nameLength > LONGEST_NAME || !NAME.test(name)) {
    throw new NotPackedError(`It holds a name that no file of a bundle has. ${ADVICE}`);
  }
  if (view.getUint16(8, true)) throw new NotPackedError(`${name} is compressed; no file of a bundle is. ${ADVICE}`);
  let size = view.getUint32(22, true);
  if (size === MOST && extraLength >= 12) size = Number(view.getBigUint64(LOCAL + nameLength + 4, true));
  const entry = { name, size, crc: view.getUint32(14, true), at, from: at + end };
  if (!same(head.subarray(0, end), local(entry))) {
    throw new NotPackedError(`The header of ${name} is not as a bundle's ZIP has it. ${ADVICE}`);
  }
  if (entry.from + size > file.size) throw new NotPackedError(`The ZIP is cut short, within ${name}.`);
  return entry;
}

async function sumOf(file, { from, size }, tell) {
  let sum = 0;
  for (let at = from; at < from + size; at += PIECE) {
    const bytes = await piece(file, at, Math.min(at + PIECE, from + size));
    sum = crc32(bytes, 0, bytes.length, sum);
    tell(bytes.length);
  }
  return sum;
}

/** Hold the directory, and what follows it, against the files that were met. */
async function checkEnd(file, found, at) {
  const central = found.map(ofDirectory);
  const size = central.reduce((total, each) => total + each.length, 0);
  const right = joined(...central, end(found.length, at, size));
  if (file.size - at !== right.length || !same(await piece(file, at, file.size), right)) {
    throw new NotPackedError(`The ZIP does not end as that of a bundle does. ${ADVICE}`);
  }
}

function local(entry) {
  const extra = extraOf([entry.size, entry.size]);
  return joined(shorts(0x4b50, 0x0403), common(entry, extra), utf8(entry.name), extra);
}

function ofDirectory(entry) {
  const extra = extraOf([entry.size, entry.size, entry.at]);
  const more = joined(shorts(0, 0, 0), longs(READABLE, short(entry.at)));
  return joined(shorts(0x4b50, 0x0201, UNIX | needed(extra)), common(entry, extra), more, utf8(entry.name), extra);
}

/** Give what stands before a file's bytes and in the directory alike. */
function common({ name, size, crc }, extra) {
  const sizes = longs(crc, short(size), short(size));
  return joined(shorts(needed(extra), 0, 0, 0, DATE), sizes, shorts(name.length, extra.length));
}

function end(files, at, size) {
  const few = files < MOST_FILES ? files : MOST_FILES;
  const last = joined(shorts(0x4b50, 0x0605, 0, 0, few, few), longs(short(size), short(at)), shorts(0));
  if (files < MOST_FILES && size < MOST && at < MOST) return last;
  const made = joined(shorts(UNIX | LARGE, LARGE), longs(0, 0), numbers(files, files, size, at));
  const large = joined(shorts(0x4b50, 0x0606), numbers(44), made);
  return joined(large, shorts(0x4b50, 0x0706), longs(0), numbers(at + size), longs(1), last);
}

const short = (number) => (number < MOST ? number : MOST);
const needed = (extra) => (extra.length ? LARGE : PLAIN);

/** Write the numbers that need 64 bits; nothing where none does. */
function extraOf(values) {
  const large = values.filter((value) => value >= MOST);
  return large.length ? joined(shorts(1, 8 * large.length), numbers(...large)) : new Uint8Array(0);
}

function shorts(...values) {
  return written(values, 2, (view, at, value) => view.setUint16(at, value, true));
}

function longs(...values) {
  return written(values, 4, (view, at, value) => view.setUint32(at, value, true));
}

function numbers(...values) {
  return written(values, 8, (view, at, value) => view.setBigUint64(at, BigInt(value), true));
}

function written(values, size, put) {
  const bytes = new Uint8Array(values.length * size);
  const view = new DataView(bytes.buffer);
  values.forEach((value, place) => put(view, place * size, value));
  return bytes;
}
