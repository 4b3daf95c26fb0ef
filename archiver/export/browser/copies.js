/**
 * A copy of a capture within a bundle: what it shows leads to the capture's manifest, and the rest is told by hashes.
 *
 * Its records stand in WACZ files of the bundle; `disclosure.json` says where, which records are left out and why, and
 * which segments of the others are withheld.
 */

import { hex, latin1, utf8 } from "./bytes.js";
import { NotJsonError, parse, written } from "./canonical.js";
import { NoMapError, openedBy, readMap } from "./disclosure.js";
import { Seen } from "./filler.js";
import { ARCHIVE, Check, DamagedError, said, UnreadableError } from "./finding.js";
import { readManifest } from "./manifest.js";
import { treeRoot } from "./merkle.js";
import { RecordsCheck } from "./records.js";
import { sha256, stated } from "./sha256.js";
import { warcIn } from "./wacz.js";
import { records } from "./warc.js";

const SUMS_LIMIT = 4096;
const ANSWERS = ["response", "revisit"];
/** What is said of records, by how it is kept: what stands before and behind their number. */
const OF_RECORDS = [
  ["addresses", "The whole address of", "records"],
  ["statuses", "How", "requests were answered, by status,"],
  ["meanings", "Of what kind", "answers were, or where they led,"],
];
const OF_MEANING = ["content-type", "content-encoding", "transfer-encoding", "location", "refresh"];

/**
 * Check the copy of a capture, by its path below `captures/`. `waczs` are those that were checked, by path; `payloads`
 * and `revisits` take its records down for later steps.
 */
export async function checkCopy(data, capture, identity, waczs, payloads, revisits, tell) {
  const folder = `captures/${capture}`;
  const { seal, findings } = await checkSums(data, folder);
  const { manifest, findings: ofManifest } = await readManifest(data, capture, identity);
  const { map, findings: ofMap } = await readDisclosure(data, capture, manifest);
  const copy = {
    capture,
    seal,
    said: manifest?.said ?? null,
    opening: manifest?.opening ?? "",
    notAuthenticated: manifest?.notAuthenticated ?? "",
    map,
    manifest,
    records: 0,
    unproven: { segments: 0, addresses: [], statuses: [], meanings: [] },
    findings: [...findings, ...ofManifest, ...ofMap],
  };
  if (manifest && map) {
    const take = (record, place) => {
      payloads.note(capture, record, place);
      revisits.take(capture, record);
    };
    copy.findings.push(...(await checkRecords(data, copy, manifest, waczs, take, tell)));
  }
  return copy;
}

/** Check that the manifest is the one that was sealed; give the seal, empty where that cannot be read. */
async function checkSums(data, folder) {
  const told = new Check("checksums", folder);
  let seal = "";
  try {
    const sums = await data.content(`${folder}/SHA256SUMS`, SUMS_LIMIT);
    const manifest = await data.content(`${folder}/manifest.json`);
    seal = stated(sums);
    if (!latin1(sums).split("\n").slice(0, -1).includes(`${hex(sha256(manifest))}  manifest.json`)) {
      told.fault("It does not have the digest that SHA256SUMS states.", `${folder}/manifest.json`);
    }
  } catch (error) {
    told.unreadable(error);
  }
  return { seal, findings: told.findings("The manifest is the one that was sealed.") };
}

async function readDisclosure(data, capture, manifest) {
  const told = new Check("disclosure", `captures/${capture}/disclosure.json`);
  let map = null;
  try {
    const { value, canonical } = parse(await data.longContent(told.subject));
    map = readMap(value, capture);
    if (!canonical) told.fault("It is not in its canonical form (RFC 8785).");
    if (manifest && map.count !== manifest.records.length) {
      told.fault(`It speaks of ${map.count} records, and the manifest names ${manifest.records.length}.`);
    }
  } catch (error) {
    if (error instanceof NotJsonError) told.fault(error.message);
    else if (error instanceof NoMapError) told.fault(`It cannot be read: ${error.message}.`);
    else told.unreadable(error);
  }
  return { map, findings: told.findings(`It says of ${map?.count} records what is shown, and what is not.`) };
}

async function checkRecords(data, copy, manifest, waczs, take, tell) {
  const folder = `captures/${copy.capture}`;
  const soundness = new RecordsCheck(`${folder}/capture.warc.gz`);
  const led = new Check("commitments", `${folder}/manifest.json`);
  const { map } = copy;
  const seen = new Seen();
  try {
    for (const [path, name] of map.warcs) {
      const file = await warcIn(data, waczs.get(path), path, name);
      for await (const record of records(file, openedBy(map, seen), soundness.count, tell)) {
        soundness.take(record);
        hold(record, manifest, map, led);
        look(record, seen.taken(), copy.unproven, led);
        take(record, [path, name]);
      }
    }
  } catch (error) {
    if (!(error instanceof DamagedError || error instanceof UnreadableError)) throw error;
    soundness.broken(error);
  }
  copy.records = soundness.count;
  if (soundness.count !== map.shown.length) {
    led.fault(`${map.shown.length} of its records are said to be shown, and ${soundness.count} are there.`);
  }
  if (hex(treeRoot(manifest.records.map((each) => utf8(written(each) ?? "")))) !== manifest.root) {
    led.fault("Its root is not the root over the records it names.");
  }
  const proven = `${soundness.count} records that are shown lead to it, in every segment that is.`;
  return [...soundness.finished(), ...led.findings(proven)];
}

function hold(record, manifest, map, led) {
  const named = manifest.records[map.shown[record.position]];
  const { head, address, block } = record.commitment;
  // A root that nothing leads to is no root, whatever a manifest says.
  if (named === undefined || !(head && address && block) || written(named) !== written(record.commitment)) {
    led.fault(`${record.name} is not what was committed to.`);
  }
}

/** Take down what stands in the places of what is withheld of a record. */
function look(record, { faults, readable, names }, unproven, led) {
  for (const fault of faults) led.fault(`${record.name} ${fault}.`);
  unproven.segments += readable.length;
  const first = readable.some(([part, number]) => part === "block" && number === 0);
  if (readable.some(([part]) => part === "address")) unproven.addresses.push(record.name);
  if (!ANSWERS.includes(record.header.type)) return;
  if (first) unproven.statuses.push(record.name);
  if (OF_MEANING.some((name) => names.has(name))) unproven.meanings.push(record.name);
}

/** Count what is withheld in copies, by class, and what is left out, by reason. */
export function countWithheld(copies) {
  const found = new Map();
  const add = (what, count) => found.set(what, (found.get(what) ?? 0) + count);
  for (const { map } of copies.filter((each) => each.map)) {
    for (const [why, count] of map.leftOut) add(`records left out (${why})`, count);
    for (const [kind, { segments }] of map.withheld) add(`segments withheld (${kind})`, segments);
  }
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1));
}

/** Say what copies withhold and leave out, and what they show all the same that nothing proves. */
export function sayWithheld(withheld, copies) {
  const spelled = (count) => count.toLocaleString("en");
  const told = withheld.map(([what, count]) => `${spelled(count)} ${what}`).join(", ");
  const details = told ? [`Not shown, and so not checked: ${told}.`] : [];
  if (copies.some(({ map }) => map?.withheld.size)) {
    const what = "What stands in the place of withheld segments, quotes, brackets and blanks among it, is not proven";
    details.push(`${what}: it may make what stands beside it read otherwise.`);
  }
  const readable = copies.reduce((total, copy) => total + copy.unproven.segments, 0);
  if (readable) {
    const where = `Of ${spelled(readable)} of these segments, in HTTP heads and addresses`;
    details.push(`${where}, something can still be read, which is not proven.`);
  }
  for (const [kind, before, behind] of OF_RECORDS) {
    const found = copies.flatMap(({ capture, unproven }) => unproven[kind].map((each) => `${each} of ${capture}`));
    if (found.length) details.push(`${before} ${spelled(found.length)} ${behind} is not proven, such as ${found[0]}.`);
  }
  return details.map((detail) => said("disclosure", ARCHIVE, detail));
}
