/**
 * The ledger as a bundle shows it: some events, each led to a checkpoint, and these to the last.
 *
 * Of a target's events the running numbers show which of them are here. What is not shown between two leaves a gap that
 * is said, and what came after the last one cannot be seen at all.
 */

import { fromHex, same } from "./bytes.js";
import { field, has, NotJsonError, parse } from "./canonical.js";
import { CHECKPOINT_LIMIT, readCheckpoint } from "./checkpoint.js";
import { linesOf, readEvent } from "./events.js";
import { ARCHIVE, Check, finding, said, VERIFIED } from "./finding.js";
import { holdsEarlier, leafHash, rootBy } from "./merkle.js";

const FORMAT = "archiver-proofs/1";
const WHOLE = "archive/_archive";

/** Read the events that are shown, by the names of their batches' folders, and follow their proofs. */
export async function readLedger(data, names, identity) {
  const told = new Check("ledger", "ledger");
  const events = [];
  const parts = [];
  for (const name of names) {
    const part = await readPart(data, name, identity, told, events);
    if (part) parts.push(part);
  }
  parts.forEach((part, place) => {
    const path = `ledger/${String(part.number).padStart(6, "0")}/proofs.json`;
    for (const fault of faultsOf(part, parts[place + 1])) told.fault(fault, path);
  });
  events.sort((one, other) => (one.slug === other.slug ? one.number - other.number : one.slug < other.slug ? -1 : 1));
  for (const ofSlug of bySlug(events)) checkChain(ofSlug, told);
  const proven = `${events.length} events are in the trees of ${parts.length} checkpoints, which are of one ledger.`;
  return { events, parts, findings: told.findings(proven) };
}

async function readPart(data, name, identity, told, events) {
  const folder = `ledger/${name}`;
  const lines = await readEvents(data, `${folder}/events.jsonl`, Number(name), identity, told, events);
  if (!lines) return null;
  try {
    const covers = readCheckpoint(await data.content(`${folder}/checkpoint`, CHECKPOINT_LIMIT));
    const proofs = parse(await data.content(`${folder}/proofs.json`)).value;
    if (covers === null) {
      told.fault("It is no checkpoint: three lines of origin, size and root.", `${folder}/checkpoint`);
      return null;
    }
    if (identity.id && covers.origin !== `archiver/${identity.id}`) {
      told.fault("It is of another archive's ledger.", `${folder}/checkpoint`);
    }
    return { number: Number(name), folder, size: covers.size, root: covers.root, lines, proofs };
  } catch (error) {
    if (error instanceof NotJsonError) told.fault(error.message, `${folder}/proofs.json`);
    else told.unreadable(error, folder);
    return null;
  }
}

async function readEvents(data, path, number, identity, told, events) {
  try {
    const lines = linesOf(await data.content(path), path, told);
    for (const line of lines) {
      const event = readEvent(line, path, number, identity, told);
      if (event) events.push(event);
    }
    return lines;
  } catch (error) {
    told.unreadable(error, path);
    return null;
  }
}

/** Say what is wrong with what is shown of a batch, and whether the next that is shown holds its tree. */
function faultsOf(part, following) {
  const { proofs } = part;
  if (!has(proofs, { events: "list", path: "list" }) || proofs.format !== FORMAT) {
    return ["What stands beside its events are no proofs."];
  }
  const found = [];
  if (proofs.size !== part.size) {
    found.push(`Its proofs are for ${proofs.size} events, and its checkpoint covers ${part.size}.`);
  }
  if (proofs.events.length !== part.lines.length) {
    found.push(`It has proofs for ${proofs.events.length} events, and shows ${part.lines.length}.`);
  }
  return [...found, ...faultsOfEvents(part), ...faultsOfNext(part, following)];
}

function faultsOfEvents({ lines, proofs, size, root }) {
  const found = [];
  let last = -1;
  lines.slice(0, proofs.events.length).forEach((line, place) => {
    const name = `Event ${place + 1} that it shows`;
    const told = proofs.events[place];
    if (!has(told, { index: "number", path: "list" })) {
      found.push(`${name} has no proof.`);
      return;
    }
    const led = rootBy(leafHash(line), told.index, size, hashes(told.path));
    if (!led || !same(led, root)) found.push(`${name} is not in the tree of its checkpoint.`);
    if (told.index <= last) found.push(`${name} is not in its order.`);
    last = told.index;
  });
  return found;
}

function faultsOfNext({ proofs, size, root }, following) {
  if (field(proofs, "next") !== (following ? following.number : null)) {
    return ["It is not led to the next checkpoint that is shown."];
  }
  if (following && !holdsEarlier(size, root, following.size, following.root, hashes(proofs.path))) {
    return [`The tree of checkpoint ${following.number} does not hold its own: they are not of one ledger.`];
  }
  return [];
}

/** Read hashes; one that is none is empty, and leads nowhere. */
function hashes(path) {
  return path.map((each) => fromHex(each) ?? new Uint8Array(0));
}

function bySlug(events) {
  const found = new Map();
  for (const event of events) found.set(event.slug, [...(found.get(event.slug) ?? []), event]);
  return [...found.values()];
}

function checkChain(events, told) {
  events.slice(1).forEach((event, place) => {
    const before = events[place];
    if (event.number === before.number) {
      told.fault(`Event ${event.number} of ${event.slug} is there twice.`, event.path);
    } else if (event.number === before.number + 1 && event.previous !== before.leaf) {
      told.fault(`It was not written after event ${before.number} of ${event.slug} as that stands here.`, event.path);
    }
  });
}

/** Say per target which of its events are shown, and which of its captures are not here. */
export function completeness(events, captures) {
  const here = new Set(captures);
  const found = bySlug(events)
    .filter(([{ slug }]) => slug !== WHOLE)
    .flatMap((ofSlug) => ofTarget(ofSlug, here));
  const later = "Whether a target has later events than the last that is shown, no bundle can show.";
  return events.length ? [...found, said("completeness", ARCHIVE, later)] : found;
}

function ofTarget(events, here) {
  const { slug, number: last } = events.at(-1);
  const missing = last - events.length;
  const found = missing
    ? [said("completeness", slug, `Of its events 1 to ${last}, ${missing} are not shown.`)]
    : [finding("completeness", slug, VERIFIED, `Its events 1 to ${last} are all here. ${watched(events)}`)];
  const bare = events.map((event) => event.said.capture).filter((capture) => capture && !here.has(capture));
  if (bare.length) {
    const detail = `${bare.length} of its captures are named and not here, such as ${bare[0]}.`;
    found.push(said("completeness", slug, detail));
  }
  return found;
}

/** Say when it was looked at, and how long it was not. */
function watched(events) {
  const looks = events.filter((event) => event.at !== null && event.said.ended.some(Boolean));
  const times = looks.map((event) => event.at).sort((one, other) => one - other);
  if (!times.length) return "It was never looked at.";
  let longest = [times[0], times[0]];
  times.slice(1).forEach((time, place) => {
    if (time - times[place] > longest[1] - longest[0]) longest = [times[place], time];
  });
  const [from, to] = longest;
  const apart = to > from ? `; the longest time between two was ${span(to - from)}, from ${at(from)} to ${at(to)}` : "";
  return `${times.length} looks, from ${at(times[0])} to ${at(times.at(-1))}${apart}.`;
}

function at(time) {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

function span(milliseconds) {
  const seconds = Math.round(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  return hours ? `${hours.toLocaleString("en")} h ${minutes % 60} min` : `${minutes} min ${seconds % 60} s`;
}
