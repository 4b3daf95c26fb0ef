/** What a bundle says it holds (`bundle.json`), and the documents and files beside its copies. */

import { field, has, isObject, NotJsonError, parse } from "./canonical.js";
import { sha256Of } from "./digests.js";
import { Check, FAILED } from "./finding.js";

const FILE = "bundle.json";
const VERSION = 1;
const FORMAT = /^archiver-bundle\/([0-9]{1,5})$/;
const CONCLUDED = "concluded";

/** Read what a bundle says it holds. `newer` says that nothing else can be checked here. */
export async function readDescription(data) {
  const told = new Check("bundle", FILE);
  let found = { newer: false, checkpoint: 0, captures: new Set(), media: new Map() };
  try {
    const { value, canonical } = parse(await data.content(FILE));
    if (!canonical) told.fault("It is not in its canonical form (RFC 8785).");
    const version = Number(FORMAT.exec(field(value, "format"))?.[1] ?? 0);
    if (version > VERSION) {
      const known = `this page knows archiver-bundle/${VERSION}`;
      told.unchecked(`It was written by a newer version (${value.format}); ${known}.`);
      found.newer = true;
    } else if (version === VERSION && isDescription(value)) {
      found = {
        ...found,
        checkpoint: value.checkpoint,
        captures: new Set(value.captures.map((each) => String(field(each, "capture")))),
        media: new Map(value.media.map(medium)),
      };
    } else {
      told.fault("It does not say what a bundle says of itself.");
    }
  } catch (error) {
    if (error instanceof NotJsonError) told.fault(error.message);
    else told.unreadable(error);
  }
  const findings = told.findings(`It says that ${found.captures.size} captures are here.`);
  return { ...found, findings };
}

function isDescription(value) {
  return has(value, { checkpoint: "number", captures: "list", media: "list", alone: "flag", full: "flag" });
}

function medium(told) {
  const whole = has(told, { path: "text", capture: "text", record: "text" });
  return whole ? [told.path, [told.capture, told.record]] : ["", ["", ""]];
}

/** Hold what a bundle says against what is here: its captures, and the number of its last checkpoint. */
export function checkDescription(said, captures, last) {
  const told = new Check("bundle", FILE);
  if (said.captures.size !== captures.length || captures.some((each) => !said.captures.has(each))) {
    told.fault("It names other captures than are here.");
  }
  if (said.checkpoint !== last) {
    told.fault(`It is as of checkpoint ${said.checkpoint}, and the last that is here is ${last}.`);
  }
  return told.findings(`It names the ${captures.length} captures that are here.`);
}

/** Hold the files of media and pictures against the records that they came as. */
export async function checkMedia(data, paths, said, payloads, tell) {
  const told = new Check("media", "media");
  for (const path of paths) {
    const stem = path.split("/")[1].split(".")[0];
    try {
      const digest = await sha256Of(data.file(path), tell);
      if (digest !== stem) told.fault("It has another digest than its name says.", path);
    } catch (error) {
      told.unreadable(error, path);
    }
    const [capture, record] = said.media.get(path) ?? [];
    if (capture === undefined) told.fault("No record is named that it came as.", path);
    else if (payloads.digest(capture, record) !== `sha256:${stem}`) {
      told.fault("The record that it is said to have come as holds something else, or is not here.", path);
    }
  }
  for (const path of [...said.media.keys()].filter((each) => !paths.includes(each)).sort()) {
    told.fault("It is named, and not here.", path);
  }
  if (!paths.length && !said.media.size) return [];
  return told.findings(`${paths.length} media and pictures are what records hold.`);
}

/** Hold each removal that is told as concluded against the ledger's own event. */
export async function checkRemovals(data, events) {
  const told = new Check("conclusions", "removals.json");
  let value = null;
  try {
    value = parse(await data.content(told.subject)).value;
  } catch (error) {
    if (error instanceof NotJsonError) told.note(FAILED, error.message, told.subject);
    else told.unreadable(error);
    return told.findings("");
  }
  const concluded = new Set(events.map(({ said }) => said.concluded.join("\n")));
  let count = 0;
  for (const target of isObject(value) ? Object.values(value) : []) {
    const removals = field(target, "removals");
    for (const each of Array.isArray(removals) ? removals : []) {
      if (!has(each, { post: "text", state: "text" }) || each.state !== CONCLUDED) continue;
      count += 1;
      if (!concluded.has(`${each.post}\n${each.state}`)) {
        told.fault(`No event of the ledger concludes what it says of ${each.post.slice(0, 80)}.`);
      }
    }
  }
  return told.findings(`${count} posts are told as no longer shown, each by an event of the ledger.`);
}
