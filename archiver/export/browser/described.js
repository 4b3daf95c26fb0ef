/** What a bundle says it holds (`bundle.json`), and the documents and files beside its copies. */

import { field, has, isObject, NotJsonError, parse, written } from "./canonical.js";
import { sha256Of } from "./digests.js";
import { Check, FAILED, said } from "./finding.js";
import { intervalOf } from "./said.js";

const FILE = "bundle.json";
const VERSION = 1;
const FORMAT = /^archiver-bundle\/([0-9]{1,5})$/;
const CONCLUDED = "concluded";
const PICTURES = ["urn:archiver:picture:content:", "urn:archiver:picture:page:"];
const ENDINGS = /\.(?:jpg|png|gif|webp|avif|mp4|webm|m4a|mp3|bin)$/;
/** Letters of a path that a finding repeats: hostile ones are long. */
const SHOWN = 200;
const NOTHING = { newer: false, checkpoint: 0, origin: "", captures: [], notShown: [], media: new Map(), full: false };

/** Read what a bundle says it holds. `newer` says that nothing else can be checked here. */
export async function readDescription(data) {
  const told = new Check("bundle", FILE);
  let found = NOTHING;
  try {
    const { value, canonical } = parse(await data.content(FILE));
    if (!canonical) told.fault("It is not in its canonical form (RFC 8785).");
    const version = Number(FORMAT.exec(field(value, "format"))?.[1] ?? 0);
    if (version > VERSION) {
      const known = `this page knows archiver-bundle/${VERSION}`;
      told.unchecked(`It was written by a newer version (${value.format}); ${known}.`);
      found = { ...NOTHING, newer: true };
    } else if (version === VERSION && isDescription(value)) {
      found = {
        newer: false,
        checkpoint: value.checkpoint,
        origin: value.origin,
        captures: value.captures,
        notShown: value.not_shown,
        media: new Map(value.media.map(medium)),
        full: value.full,
      };
      if (found.media.size !== value.media.length) told.fault("It names a medium twice.");
    } else {
      told.fault("It does not say what a bundle says of itself.");
    }
  } catch (error) {
    if (error instanceof NotJsonError) told.fault(error.message);
    else told.unreadable(error);
  }
  const findings = told.findings(`It says that ${found.captures.length} captures are here.`);
  return { ...found, findings };
}

function isDescription(value) {
  const texts = { origin: "text", checkpoint: "number", alone: "flag", full: "flag" };
  return has(value, { ...texts, captures: "list", not_shown: "list", media: "list" });
}

function medium(told) {
  const whole = has(told, { path: "text", capture: "text", record: "text", address: "text" });
  return whole ? [told.path, [told.capture, told.record, told.address]] : ["", ["", "", ""]];
}

/** Hold what a bundle says of itself against what is here, and what is shown of it. */
export function checkDescription(said, copies, identity, last) {
  const told = new Check("bundle", FILE);
  const here = new Map(copies.map((copy) => [copy.capture, copy.map]));
  const named = said.captures.map((each) => String(field(each, "capture") ?? "").slice(0, SHOWN));
  if (written([...named].sort()) !== written([...here.keys()].sort())) {
    told.fault("It names other captures than are here.");
  }
  named.forEach((capture, place) => {
    const map = here.get(capture);
    if (map && written(said.captures[place]) !== written(counted(map, capture))) {
      told.fault(`It says something else of what is shown of ${capture} than that itself does.`);
    }
    if (map?.withheld.size && said.full) {
      told.fault(`It says that nothing is withheld, and something of ${capture} is.`);
    }
  });
  if (said.notShown.some((each) => here.has(field(each, "capture")))) {
    told.fault("It says of a capture that is here that it is not shown.");
  }
  if (identity.id && said.origin !== `archiver/${identity.id}`) {
    told.fault("It names another ledger than that of archive.json.");
  }
  if (said.checkpoint !== last) {
    told.fault(`It is as of checkpoint ${said.checkpoint}, and the last that is here is ${last}.`);
  }
  if (!copies.length) told.unchecked("There is no capture to check.");
  return told.findings(`It names the ${copies.length} captures that are here, and what is shown of each.`);
}

function counted(map, capture) {
  return {
    capture,
    records: map.shown.length,
    left_out: Object.fromEntries(map.leftOut),
    withheld: Object.fromEntries(map.withheld),
  };
}

/** Tell whether a file has the folder that its record's address asks for, and an ending of a medium's. */
function isInPlace(path, address) {
  const folder = PICTURES.some((start) => address.startsWith(start)) ? "pictures/" : "media/";
  return path.startsWith(folder) && ENDINGS.test(path);
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
    const [capture, record, address] = said.media.get(path) ?? [];
    if (capture === undefined) told.fault("No record is named that it came as.", path);
    else if (!isInPlace(path, address)) {
      told.fault("A medium of its address and kind does not stand there, or is not called so.", path);
    } else if (!payloads.holds(capture, record, `sha256:${stem}`, address)) {
      const what = "holds something else, has another address, or is not here";
      told.fault(`The record that it is said to have come as ${what}.`, path);
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
  const last = new Map(events.filter(({ said }) => said.concluded[0]).map(({ said }) => [said.concluded[0], said]));
  const posts = new Map(removalsIn(value).map((each) => [each.post, { states: new Set(), interval: [null, null] }]));
  for (const each of removalsIn(value)) {
    const post = posts.get(each.post);
    post.states.add(each.state);
    if (each.state === CONCLUDED) {
      post.interval = intervalOf(field(each.interval, "last_shown"), field(each.interval, "first_not_shown"));
    }
  }
  const shown = [...posts].filter(([, { states }]) => states.has(CONCLUDED));
  for (const [post] of shown) {
    if (last.get(post)?.concluded[1] !== CONCLUDED) {
      told.fault(`No event of the ledger concludes last what it says of ${post.slice(0, 80)}.`);
    }
  }
  const found = told.findings(`${shown.length} posts are told as no longer shown, each by an event of the ledger.`);
  return [...found, ...sayOtherwise(posts, last)];
}

function removalsIn(value) {
  const targets = isObject(value) ? Object.values(value) : [];
  const told = targets.flatMap((target) => field(target, "removals") ?? []);
  return told.filter((each) => has(each, { post: "text", state: "text" }));
}

/** Say what is told otherwise than the ledger's last events conclude. */
function sayOtherwise(posts, last) {
  const concluded = [...last].filter(([, event]) => event.concluded[1] === CONCLUDED);
  const told = concluded.filter(([post]) => posts.has(post)).map(([post, event]) => [post, event, posts.get(post)]);
  const otherwise = told.filter(([, , { states }]) => !states.has(CONCLUDED));
  const apart = told.filter(
    ([, event, { states, interval }]) => states.has(CONCLUDED) && `${interval}` !== `${event.interval}`,
  );
  return [
    [otherwise, "posts as something else than no longer shown, which the ledger's last events conclude"],
    [apart, "posts as no longer shown between other times than those events say"],
  ]
    .filter(([found]) => found.length)
    .map(([found, what]) => {
      const detail = `It tells of ${found.length} ${what}, such as ${found[0][0].slice(0, SHOWN)}.`;
      return said("conclusions", "removals.json", detail);
    });
}
