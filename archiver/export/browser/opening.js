/**
 * A text of which segments are withheld: what is shown, and the salted hashes of the others, lead to its root.
 *
 * Salts are grown as they are needed, down the shape that RFC 6962 gives a tree, from the seeds of the largest subtrees
 * that are wholly shown, left to right. So no text needs more memory than one way down.
 */

import { hex } from "./bytes.js";
import { Growing } from "./merkle.js";
import { Sha256 } from "./sha256.js";
import { Sha512 } from "./sha512.js";

const HASH = 32;
const DEEPEST = 64;
const MOST = 2 ** 31;
const LEAF = Uint8Array.of(0);
const ofSeed = new Sha512();
const children = new Uint8Array(2 * HASH);

/** A text's segments on their way to its root: each is begun, fed and ended. What does not fit leads nowhere. */
export class Opening {
  #count;
  #given;
  #withheld;
  #hidden;
  #used = 0;
  #taken = 0;
  #tree = new Growing();
  /** Subtrees that are still to come, the next one last: from where, up to where, and whether the seed is known. */
  #ways = [];
  #seeds = new Uint8Array(HASH * DEEPEST);
  #hash = new Uint8Array(HASH);
  #isHidden = false;
  #ofLeaf = new Sha256();
  #leadsNowhere = false;

  /** `seeds` are bytes; `withheld` are leaf hashes by the numbers of their segments. */
  constructor(count, seeds, withheld) {
    this.#count = count;
    this.#given = seeds;
    this.#withheld = withheld;
    this.#hidden = Float64Array.from(withheld.keys()).sort();
    const areThere = this.#hidden.every((number) => Number.isInteger(number) && number >= 0 && number < count);
    const areHashes = [...seeds, ...withheld.values()].every((each) => each.length === HASH);
    this.#leadsNowhere = !areThere || !areHashes || count >= MOST;
    if (count) this.#ways.push([0, count, false]);
  }

  /** Begin with the next segment. */
  begin() {
    this.#leadsNowhere ||= this.#taken === this.#count;
    if (this.#leadsNowhere) return;
    const leaf = this.#withheld.get(this.#taken);
    this.#isHidden = leaf !== undefined;
    const place = this.#descend();
    if (this.#isHidden) this.#hash.set(leaf);
    else this.#ofLeaf.update(LEAF).update(this.#seeds, place, place + HASH);
  }

  /** Take bytes of the segment. */
  feed(bytes, from, to) {
    if (!this.#isHidden && !this.#leadsNowhere) this.#ofLeaf.update(bytes, from, to);
  }

  /** End the segment. */
  end() {
    if (this.#leadsNowhere) return;
    if (!this.#isHidden) this.#ofLeaf.into(this.#hash, 0);
    this.#tree.add(this.#hash);
    this.#taken += 1;
  }

  /** Go down to the next leaf, and give where its salt stands in the seeds, if it has one. */
  #descend() {
    let [low, high, known] = this.#ways.pop();
    let place = HASH * this.#ways.length;
    for (;;) {
      if (!known && !this.#hides(low, high)) {
        this.#leadsNowhere ||= this.#used === this.#given.length;
        this.#seeds.set(this.#given[this.#used] ?? [], place);
        this.#used += 1;
        known = true;
      }
      if (high - low === 1) return place;
      const middle = low + 2 ** (31 - Math.clz32(high - low - 1));
      if (known) {
        ofSeed.update(this.#seeds, place, place + HASH).into(children, 0);
        this.#seeds.set(children.subarray(HASH), place);
        this.#seeds.set(children.subarray(0, HASH), place + HASH);
      }
      this.#ways.push([middle, high, known]);
      high = middle;
      place += HASH;
    }
  }

  /** Tell whether a segment is withheld between two numbers. */
  #hides(low, high) {
    let [from, to] = [0, this.#hidden.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.#hidden[middle] < low) from = middle + 1;
      else to = middle;
    }
    return from < this.#hidden.length && this.#hidden[from] < high;
  }

  /** Give the root in hex; empty where seeds, hashes and segments do not fit together. */
  root() {
    const fits = this.#taken === this.#count && this.#used === this.#given.length;
    return fits && !this.#leadsNowhere ? hex(this.#tree.root()) : "";
  }
}
