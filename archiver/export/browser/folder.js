/** The files of a folder as a browser gives them: by path, in pieces, never beyond a limit. Nothing is ever written. */

import { FAILED, NOT_CHECKED, UnreadableError } from "./finding.js";

/** Longest JSON document, in bytes, that is read. */
export const JSON_LIMIT = 64 << 20;
/** Longest of those files that may be long. A browser's texts end not far beyond. */
const LONG_LIMIT = 192 << 20;
export const FILE = "file";
export const FOLDER = "folder";

/** A folder, by its files: paths with forward slashes, and what reads each. */
export class Folder {
  #files;
  #entries = new Map([["", new Map()]]);

  constructor(files) {
    this.#files = files;
    for (const path of files.keys()) {
      const parts = path.split("/");
      let above = "";
      parts.forEach((name, depth) => {
        const kind = depth === parts.length - 1 ? FILE : FOLDER;
        this.#entries.get(above).set(name, kind);
        above = `${above}${name}/`;
        if (kind === FOLDER && !this.#entries.has(above)) this.#entries.set(above, new Map());
      });
    }
  }

  /** Give names and kinds of what stands in a folder, by name; `folder` is empty, or ends with a slash. */
  entries(folder) {
    const found = [...(this.#entries.get(folder) ?? [])];
    return found.sort(([one], [other]) => (one < other ? -1 : 1));
  }

  /** Bytes of all files. */
  get size() {
    return [...this.#files.values()].reduce((total, file) => total + file.size, 0);
  }

  /** Say what stands at a path: a file, a folder, or undefined. */
  kind(path) {
    if (this.#files.has(path)) return FILE;
    return this.#entries.has(`${path}/`) ? FOLDER : undefined;
  }

  /** Give what reads a file. Throws UnreadableError. */
  file(path) {
    const found = this.#files.get(path);
    if (found) return found;
    const folder = this.kind(path) === FOLDER;
    throw new UnreadableError(folder ? "It is no regular file." : "It is missing.", FAILED);
  }

  /** Read a whole file. Throws UnreadableError, also where it is longer than the limit, as no such file is. */
  async content(path, limit = JSON_LIMIT) {
    const file = this.file(path);
    if (file.size > limit) throw new UnreadableError(`It is longer than ${limit} bytes, as no such file is.`, FAILED);
    return piece(file, 0, file.size);
  }

  /** Read a whole file that may be long. Throws UnreadableError, also where a browser could not hold it. */
  async longContent(path) {
    const file = this.file(path);
    if (file.size > LONG_LIMIT) {
      throw new UnreadableError(`It is longer than the ${LONG_LIMIT} bytes that this page reads.`, NOT_CHECKED);
    }
    return piece(file, 0, file.size);
  }

  /** Give the folder at a path as a folder of its own. */
  within(path) {
    const below = `${path}/`;
    const files = [...this.#files].filter(([name]) => name.startsWith(below));
    return new Folder(new Map(files.map(([name, file]) => [name.slice(below.length), file])));
  }
}

/** Read a piece of a file. Throws UnreadableError. */
export async function piece(file, from, to) {
  let found;
  try {
    found = new Uint8Array(await file.slice(from, to).arrayBuffer());
  } catch (error) {
    // Such as a file that was changed or taken away since it was chosen.
    throw new UnreadableError(`The browser cannot read it (${error.name}).`, NOT_CHECKED);
  }
  if (found.length !== Math.min(to, file.size) - from) {
    throw new UnreadableError("The browser gave fewer bytes than the file has.", NOT_CHECKED);
  }
  return found;
}
