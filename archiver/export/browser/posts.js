/**
 * One post alone: segments of an answer that a capture recorded lead to its manifest, and the post is read from them.
 *
 * Of all else in it only hashes are here. Segments of the object that are withheld have filler in their place, and are
 * counted; so are objects that do not name the post by its own key.
 */

import { fromBase64, fromHex, fromUtf8, hex, joined, latin1, same, utf8 } from "./bytes.js";
import { field, has, isObject, NotJsonError, parse, written } from "./canonical.js";
import { isFiller } from "./filler.js";
import { ARCHIVE, Check, said } from "./finding.js";
import { cutFine } from "./segments.js";
import { NoOpeningError, rootOfRuns } from "./shown_runs.js";

const NAME = "posts";
const FORMAT = "archiver-post/1";
/** What stands between the first quote of another post's object and its last. */
const IN_PLACE_OF_OTHERS = ['withheld":""', 'withheld"'];
const MEMBERS = ["format", "post", "capture", "record", "position", "address", "block", "objects"];
const PARTS = ["head", "address", "block"];
/** Letters of a post's name that a finding repeats: hostile ones are long. */
const SHOWN = 80;

/** What shows no post; says why. */
class NoPostError extends Error {}

/** Hold what is shown of single posts against the manifests of captures, by their paths. */
export async function checkPosts(data, paths, manifests) {
  const findings = [];
  let hidden = 0;
  let unnamed = 0;
  let gaps = 0;
  for (const path of paths) {
    const told = new Check(NAME, path);
    try {
      const { value, canonical } = parse(await data.content(path));
      if (!canonical) told.fault("It is not in its canonical form (RFC 8785).");
      for (const seen of checkPost(value, manifests, told)) {
        hidden += seen.hidden;
        unnamed += seen.named ? 0 : 1;
        gaps += seen.gaps;
      }
    } catch (error) {
      if (error instanceof NoPostError || error instanceof NoOpeningError) {
        told.fault(`It does not show what it should: ${error.message}.`);
      } else if (error instanceof NotJsonError) {
        told.fault(error.message);
      } else {
        told.unreadable(error);
      }
    }
    findings.push(...told.findings("The post's object is read from segments that lead to the manifest."));
  }
  const inPlace = "what stands in their place, quotes and brackets among it, is not proven";
  const withheld = `${hidden} segments within posts' objects are withheld; ${inPlace}.`;
  const apart = "what is said to be of other posts is left out: that what stands around such a place belongs together";
  const others = `${unnamed} objects do not name the post that they are told to be of by its own key.`;
  if (hidden) findings.push(said(NAME, ARCHIVE, withheld));
  if (gaps) {
    findings.push(said(NAME, ARCHIVE, `At ${gaps} places within posts' objects ${apart} is not proven.`));
  }
  if (unnamed) findings.push(said(NAME, ARCHIVE, others));
  return findings;
}

function checkPost(value, manifests, told) {
  const kinds = { post: "text", capture: "text", record: "text", position: "number", objects: "list" };
  const whole = field(value, "format") === FORMAT && has(value, kinds) && hasOnly(value, MEMBERS);
  if (!whole || !value.objects.length) {
    throw new NoPostError("it is of no form that is known");
  }
  const named = namedBy(manifests.get(value.capture), value);
  const shown = opened(value.block, named, "block");
  opened(value.address, named, "address");
  return value.objects.map((each) => checkObject(each, value.post, shown, told));
}

/** Give what a capture's manifest says of a record. */
function namedBy(manifest, { record, position }) {
  const named = manifest?.records[position];
  if (named === undefined) throw new NoPostError("no capture that is here has such a record");
  if (field(named, "id") !== record || field(named, "cut") !== "fine") {
    throw new NoPostError("the manifest says something else of this record");
  }
  return named;
}

/** Give the segments that are shown of a text, by number, once they were held against the manifest's root. */
function opened(told, named, part) {
  const lists = { runs: "list", seeds: "list", hashes: "list", shown: "list" };
  if (!has(told, { count: "number", ...lists }) || !hasOnly(told, ["count", ...Object.keys(lists)])) throw new NoPostError(`it does not show its ${part}`);
  const shown = new Map();
  if (Object.keys(lists).some((name) => told[name].length)) {
    readRuns(told, shown);
    const root = rootOfRuns({ ...told, seeds: told.seeds.map(fromHex), hashes: told.hashes.map(fromHex) }, [
      ...shown.values(),
    ]);
    if (hex(root) !== named[part]) {
      throw new NoPostError(`the segments shown of its ${part} do not lead to the manifest`);
    }
  }
  if (field(named, "segments")?.[PARTS.indexOf(part)] !== told.count) {
    throw new NoPostError(`the manifest names another number of segments of its ${part}`);
  }
  return shown;
}

function readRuns({ runs, shown: texts }, shown) {
  if (runs.length !== texts.length) throw new NoPostError("it does not show as many runs as it says");
  runs.forEach((run, place) => {
    const isRun = Array.isArray(run) && run.length === 2 && run.every(Number.isInteger) && run[0] >= 0;
    if (!isRun || run[0] >= run[1]) throw new NoPostError("a run of it is none");
    const cut = cutFine(decoded(texts[place]));
    if (cut.length !== run[1] - run[0]) throw new NoPostError("a run does not show as many segments as it says");
    cut.forEach((segment, at) => shown.set(run[0] + at, segment));
  });
}

function decoded(text) {
  const found = typeof text === "string" ? fromBase64(text) : null;
  if (found === null) throw new NoPostError("a text of it is no base64");
  return found;
}

/** Read an object from what is shown. */
function checkObject(told, post, shown, check) {
  const whole = has(told, { pieces: "list", start: "number", end: "number" }) && Object.hasOwn(told, "value");
  if (!whole || !hasOnly(told, ["pieces", "start", "end", "value"])) {
    throw new NoPostError("an object of it is none");
  }
  const { start, end } = told;
  const { raw, hidden } = join(told.pieces, start, end, shown);
  if (!(start >= 0 && start < end && end <= raw.length)) {
    throw new NoPostError("an object of it is not in what is shown");
  }
  const read = json(raw.subarray(start, end));
  const right = written(read);
  if (right === null || right !== written(told.value)) {
    check.fault(`What is told of ${post.slice(0, SHOWN)} is not what its segments say.`);
  }
  const members = isObject(read) ? Object.values(read) : [];
  const names = members.filter((each) => typeof each === "string" || Number.isInteger(each)).map(String);
  const gaps = told.pieces.filter((piece) => typeof piece === "string").length;
  return { hidden, gaps, named: names.includes(post.slice(post.indexOf(":") + 1)) };
}

function hasOnly(value, names) {
  return Object.keys(value).every((name) => names.includes(name));
}

function json(bytes) {
  try {
    return JSON.parse(fromUtf8(bytes));
  } catch {
    throw new NoPostError("an object of it is no JSON");
  }
}

/** Join the pieces of an object, in order; give how many segments of them are withheld. */
function join(pieces, start, end, shown) {
  const parts = [];
  let length = 0;
  let hidden = 0;
  let following = -1;
  let skips = true;
  for (const piece of pieces) {
    let part;
    if (Array.isArray(piece) && piece.length === 2 && Number.isInteger(piece[0])) {
      const [first] = piece;
      follows(first, following, skips, shown);
      part = decoded(piece[1]);
      const cut = cutFine(part);
      hidden += checkSegments(cut, first, start - length, end - length, shown);
      following = first + cut.length;
      skips = false;
    } else if (IN_PLACE_OF_OTHERS.includes(piece) && !skips) {
      part = utf8(piece);
      skips = true;
    } else {
      throw new NoPostError("an object of it is made of something else than segments");
    }
    parts.push(part);
    length += part.length;
  }
  return { raw: joined(...parts), hidden };
}

function follows(first, following, skips, shown) {
  if (first < following || (first > following && !skips)) {
    throw new NoPostError("pieces of an object of it do not follow each other");
  }
  if (following >= 0 && [...shown.keys()].some((number) => number >= following && number < first)) {
    throw new NoPostError("an object of it leaves out what is shown");
  }
}

/**
 * Hold segments of an object against those that are shown; give how many of them are withheld.
 *
 * Between `start` and `end`, within them, the object stands: what stands before and behind it is not told.
 */
function checkSegments(cut, first, start, end, shown) {
  let at = 0;
  let hidden = 0;
  let stretch = "";
  cut.forEach((segment, place) => {
    const right = shown.get(first + place);
    if (right === undefined) {
      hidden += 1;
      stretch += latin1(segment.subarray(Math.max(0, start - at), Math.max(0, end - at)));
    } else {
      if (!same(right, segment)) throw new NoPostError("an object of it is not what its segments show");
      stretch += " ";
    }
    at += segment.length;
  });
  if (hidden === cut.length) throw new NoPostError("an object of it is not in what is shown");
  if (!isFiller(stretch)) {
    throw new NoPostError("an object of it says something in the place of what is withheld");
  }
  return hidden;
}
