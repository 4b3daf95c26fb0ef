/** How far a check has come, in bytes that went by, told no more often than is worth looking at. */

const EVERY = 100;

/** Tells how far it is, of so many bytes in all. */
export class Progress {
  #tell;
  #of;
  #done = 0;
  #last = 0;

  constructor(tell, of) {
    this.#tell = tell;
    this.#of = of;
  }

  /** Give what is told of the bytes that go by in a step, in which one thing of several is looked at. */
  of(step, what = "", done = 0, of = 0) {
    return (bytes, name = what, place = done, number = of) => {
      this.#done += bytes;
      const now = Date.now();
      if (now - this.#last < EVERY) return;
      this.#last = now;
      const bytesDone = Math.min(this.#done, this.#of);
      this.#tell({ progress: { step, what: name, done: place, of: number, bytes: bytesDone, ofBytes: this.#of } });
    };
  }
}
