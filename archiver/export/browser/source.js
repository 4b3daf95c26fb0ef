/** The bytes of a file in order, of which always some are at hand: what reads them need not wait at every byte. */

import { piece } from "./folder.js";

const PIECE = 1 << 20;
/** Fewer than this are at hand only where the file ends. */
export const AT_HAND = 4096;

/** A file that is read from its start. */
export class Source {
  /** `bytes` from `at` up to `end` are at hand; `ended` says that nothing follows them. */
  bytes = new Uint8Array(PIECE + AT_HAND);
  at = 0;
  end = 0;
  #file;
  #read = 0;
  #tell;

  constructor(file, tell = () => {}) {
    this.#file = file;
    this.#tell = tell;
  }

  /** Say how much of the file went by. */
  get position() {
    return this.#read - (this.end - this.at);
  }

  get ended() {
    return this.#read === this.#file.size;
  }

  /** Tell whether more is to be read before so many bytes as are needed at once are at hand. */
  get low() {
    return this.end - this.at < AT_HAND && !this.ended;
  }

  /** Have bytes at hand. Throws UnreadableError. */
  async fill() {
    this.bytes.copyWithin(0, this.at, this.end);
    this.end -= this.at;
    this.at = 0;
    const next = Math.min(this.#read + PIECE, this.#file.size);
    const found = await piece(this.#file, this.#read, next);
    this.bytes.set(found, this.end);
    this.end += found.length;
    this.#read = next;
    this.#tell(found.length);
  }
}
