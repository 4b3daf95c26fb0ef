/** A list of digests as `sha256sum` writes it, read strictly: it has one spelling. Names are in order, none twice. */

import { latin1 } from "./bytes.js";

const PART = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}";
/** Plain ASCII, relative, no part of it begins with a dot: so no name leaves the folder, or hides in it. */
const LINE = new RegExp(`^([0-9a-f]+)  (${PART}(?:/${PART}){0,9})$`);

/** A list that is not in its one spelling; says where and why. */
export class NotListedError extends Error {}

/** Read a list of digests of so many hex digits: digests by name, in order. Throws NotListedError. */
export function readList(bytes, digits) {
  const found = new Map();
  const folded = new Set();
  let last = "";
  const lines = latin1(bytes).split("\n");
  const rest = lines.pop();
  if (rest) lines.push(`${rest} without an end`);
  for (const line of lines) {
    const here = `Line ${found.size + 1} of it`;
    const match = LINE.exec(line);
    if (match === null || match[1].length !== digits) {
      const form = `${digits} hex digits, two spaces, a name as a bundle has, and a line feed`;
      throw new NotListedError(`${here} is not ${form}.`);
    }
    const name = match[2];
    if (folded.has(name.toLowerCase())) {
      throw new NotListedError(`${here} names ${name} once more, if only in another case.`);
    }
    if (name < last) throw new NotListedError(`${here} is not in order: ${name} stands behind ${last}.`);
    folded.add(name.toLowerCase());
    found.set(name, match[1]);
    last = name;
  }
  return found;
}
