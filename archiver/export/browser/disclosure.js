/** `disclosure.json`: what a copy says of the segments that it withholds, and of the records that it leaves out. */

import { fromHex } from "./bytes.js";
import { field } from "./canonical.js";
import { Opening } from "./opening.js";

const FORMAT = "archiver-disclosure/1";
const PARTS = ["head", "address", "block"];

const NOTHING = { seeds: [], withheld: new Map() };

/** What is no map; says why. */
export class NoMapError extends Error {}

/** Read what a copy of a capture tells. Throws NoMapError where it tells none. */
export function readMap(value, capture) {
  const warcs = field(value, "warcs");
  const listed = field(value, "records");
  if (field(value, "format") !== FORMAT || !Array.isArray(warcs) || !Array.isArray(listed)) {
    throw new NoMapError("it is no map of what is withheld");
  }
  if (value.capture !== capture) throw new NoMapError("it is of another capture");
  if (listed.some((each, place) => field(each, "position") !== place)) {
    throw new NoMapError("its records are not in their order, each once");
  }
  const shown = listed.filter((each) => !Object.hasOwn(each, "left_out"));
  return {
    warcs: warcs.map(placeOf),
    count: listed.length,
    shown: shown.map((each) => each.position),
    texts: new Map(shown.map((each) => [each.position, textsOf(each)])),
    counted: counted(listed),
  };
}

function placeOf(told) {
  if (Array.isArray(told) && told.length === 2 && told.every((each) => typeof each === "string")) return told;
  throw new NoMapError("it does not say where its records stand");
}

function textsOf(told) {
  return Object.fromEntries(PARTS.map((part) => [part, textOf(field(told, part))]));
}

function textOf(told) {
  const seeds = field(told, "seeds");
  const withheld = field(told, "withheld");
  if (!Array.isArray(seeds) || !Array.isArray(withheld)) {
    throw new NoMapError("a text of it lacks what leads to its root");
  }
  return { seeds: seeds.map(hash), withheld: new Map(withheld.map(segment)) };
}

function segment(told) {
  if (!Array.isArray(told) || told.length !== 4 || !Number.isInteger(told[0]) || !Array.isArray(told[2])) {
    throw new NoMapError("a segment of it is not told as one");
  }
  return [told[0], hash(told[3])];
}

function hash(told) {
  const found = fromHex(told);
  if (found === null) throw new NoMapError("a hash of it is none");
  return found;
}

/** Count segments withheld, by class, and records left out, by reason. */
function counted(listed) {
  const found = new Map();
  const count = (what) => found.set(what, (found.get(what) ?? 0) + 1);
  for (const each of listed) {
    if (typeof field(each, "left_out") === "string") {
      count(`records left out (${each.left_out})`);
      continue;
    }
    for (const part of ["block", "address"]) {
      for (const told of field(field(each, part), "withheld") ?? []) {
        for (const kind of Array.isArray(told?.[2]) ? told[2] : []) count(`segments withheld (${kind})`);
      }
    }
  }
  return found;
}

/** Give what opens the records of a copy, by their positions in it. */
export function openedBy(map) {
  return (position) => (part, count) => {
    const text = map.texts.get(map.shown[position])?.[part] ?? NOTHING;
    return new Opening(count, text.seeds, text.withheld);
  };
}
