/** `disclosure.json`: what a copy says of the segments that it withholds, and of the records that it leaves out. */

import { fromHex } from "./bytes.js";
import { field, isObject } from "./canonical.js";
import { Watched } from "./filler.js";

const FORMAT = "archiver-disclosure/1";
const PARTS = ["head", "address", "block"];
/** Classes and reasons are shown: hostile ones could say anything. */
const WORDS = /^[A-Za-z0-9' .,_-]{1,80}$/;
const HASH = /^[0-9a-f]{64}$/;

/** What is no map; says why. */
export class NoMapError extends Error {}

/** Read what a copy of a capture tells. Throws NoMapError where it tells none. */
export function readMap(value, capture) {
  const warcs = field(value, "warcs");
  const listed = field(value, "records");
  const isMap = says(value, ["format", "capture", "warcs", "records"]) && value.format === FORMAT;
  if (!isMap || !Array.isArray(warcs) || !Array.isArray(listed)) {
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
    leftOut: countReasons(listed.filter((each) => Object.hasOwn(each, "left_out"))),
    withheld: countClasses(shown),
  };
}

/** Tell whether a JSON object has these fields and no others. */
function says(value, names) {
  if (!isObject(value) || Object.keys(value).length !== names.length) return false;
  return names.every((name) => Object.hasOwn(value, name));
}

function placeOf(told) {
  if (Array.isArray(told) && told.length === 2 && told.every((each) => typeof each === "string")) return told;
  throw new NoMapError("it does not say where its records stand");
}

function textsOf(told) {
  if (!says(told, ["position", ...PARTS])) throw new NoMapError("a record of it says more or less than one does");
  const found = Object.fromEntries(PARTS.map((part) => [part, textOf(told[part])]));
  if (found.head.withheld.size) {
    throw new NoMapError("of a record's own description something is withheld, and nothing may be");
  }
  return found;
}

function textOf(told) {
  const fits = says(told, ["seeds", "withheld"]) && Array.isArray(told.seeds) && Array.isArray(told.withheld);
  if (!fits) throw new NoMapError("a text of it lacks what leads to its root");
  const withheld = told.withheld.map(segment);
  if (withheld.some(([number], place) => place && number <= withheld[place - 1][0])) {
    throw new NoMapError("the segments that it withholds are not in their order, each once");
  }
  return { seeds: told.seeds.map(hash), withheld: new Map(withheld) };
}

function segment(told) {
  const numbers = Array.isArray(told) && told.length === 4 && told.slice(0, 2).every(Number.isInteger);
  if (!numbers || !Array.isArray(told[2])) throw new NoMapError("a segment of it is not told as one");
  return [told[0], { length: told[1], leaf: hash(told[3]) }];
}

function hash(told) {
  if (typeof told !== "string" || !HASH.test(told)) throw new NoMapError("a hash of it is none");
  return fromHex(told);
}

/** Count records left out, by reason. */
function countReasons(leftOut) {
  const found = new Map();
  for (const each of leftOut) {
    const reason = each.left_out;
    if (!says(each, ["position", "left_out"]) || typeof reason !== "string" || !WORDS.test(reason)) {
      throw new NoMapError("a record of it is left out, and it does not say why");
    }
    found.set(reason, (found.get(reason) ?? 0) + 1);
  }
  return found;
}

/** Count segments withheld and their bytes, by class. */
function countClasses(shown) {
  const found = new Map();
  for (const [, length, kinds] of shown.flatMap((each) => PARTS.flatMap((part) => each[part].withheld))) {
    const named = kinds.length && kinds.every((each) => typeof each === "string" && WORDS.test(each));
    if (!named || kinds.some((each, place) => place && each <= kinds[place - 1])) {
      throw new NoMapError("a segment of it is withheld, and it does not say of which class");
    }
    for (const kind of kinds) {
      const { segments, bytes } = found.get(kind) ?? { segments: 0, bytes: 0 };
      found.set(kind, { segments: segments + 1, bytes: bytes + length });
    }
  }
  return found;
}

/** Give what opens the records of a copy, by their positions in it; `seen` takes down what stands for the withheld. */
export function openedBy(map, seen) {
  return (position) => (part, count, readable, medium) => {
    const text = map.texts.get(map.shown[position])?.[part] ?? { seeds: [], withheld: new Map() };
    return new Watched(part, count, text, { readable, medium, seen });
  };
}
