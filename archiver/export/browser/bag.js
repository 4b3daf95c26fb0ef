/**
 * The bag that a bundle is (BagIt 1.0, RFC 8493): its manifests name all that stands in it, by two digests each.
 *
 * 1. Both tag manifests are in their one spelling, and name the same files: all but themselves, `data/` and `proof/`.
 * 2. Each of these files is here with both digests, and `bagit.txt` is what it always is.
 * 3. Likewise the payload manifests, where they are right themselves, and the files of `data/`.
 * 4. Nothing else stands here, and `bag-info.txt` says how many files of how many bytes the payload has.
 */

import { ALGORITHMS, hold, namesOf, readManifests } from "./bag_part.js";
import { latin1, same, utf8 } from "./bytes.js";
import { BUNDLE, Check } from "./finding.js";
import { FILE, FOLDER } from "./folder.js";

const PAYLOAD = "data";
const PROOF = "proof";
const PAYLOAD_MANIFESTS = ALGORITHMS.map((algorithm) => `manifest-${algorithm}.txt`);
const TAG_MANIFESTS = ALGORITHMS.map((algorithm) => `tagmanifest-${algorithm}.txt`);
const NEEDED = ["bag-info.txt", "bagit.txt", ...PAYLOAD_MANIFESTS];
/** A bundle has all of it here, so that nothing is to be fetched; and no manifest holds its own digest. */
const NO_TAGS = ["fetch.txt", ...TAG_MANIFESTS];
const DECLARATION = utf8("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
/** With the lines that continue it, which begin with a space. */
const OXUM = /^payload-oxum[^\n]*(?:\n[ \t][^\n]*)*/gim;
const LIMIT = 1 << 20;
/** What computers put into folders that are looked at: no forgery, but no part of the bundle either. */
const BY_COMPUTERS = /(?:^|\/)(?:\.DS_Store|\._[^/]*|Thumbs\.db|desktop\.ini|\.directory)$/i;

/** Hold all of a bag against its manifests. */
export async function checkBag(folder, tell) {
  const told = new Check("bag", BUNDLE);
  // 1. and 2.
  const tags = await readManifests(folder, TAG_MANIFESTS, mayBeTag, told);
  const { wrong } = await hold(folder, tags, told, tell);
  checkNeeded(folder, tags, wrong, told);
  if (!wrong.has("bagit.txt")) await checkDeclaration(folder, told);
  // 3.
  const usable = PAYLOAD_MANIFESTS.filter((manifest) => !wrong.has(manifest));
  const payload = await readManifests(folder, usable, (name) => name.startsWith(`${PAYLOAD}/`), told);
  const held = await hold(folder, payload, told, tell);
  if (!payload.size) told.unchecked("No manifest of it is right.", PAYLOAD);
  // 4.
  checkUnlisted(folder, tags, payload, told);
  if (payload.size && !held.wrong.size && !wrong.has("bag-info.txt")) await checkInfo(folder, held, told);
  const proven = `${held.number} files of ${held.size} bytes, each with the two digests that the manifests state.`;
  return { findings: told.findings(proven), files: held.number, bytes: held.size };
}

function mayBeTag(name) {
  // Where case does not count, `Data/` would be the payload.
  const folded = name.toLowerCase();
  return !NO_TAGS.includes(folded) && ![PAYLOAD, PROOF].includes(folded.split("/")[0]);
}

/** Say which files are missing that every bag has, and that this one neither names nor holds. */
function checkNeeded(folder, tags, wrong, told) {
  const named = namesOf(tags);
  for (const name of NEEDED.filter((each) => !named.has(each) && folder.kind(each) === undefined)) {
    told.fault("It is missing.", name);
    wrong.add(name);
  }
}

async function checkDeclaration(folder, told) {
  try {
    if (!same(await folder.content("bagit.txt", LIMIT), DECLARATION)) {
      told.fault("It does not declare BagIt 1.0 and UTF-8, in two lines.", "bagit.txt");
    }
  } catch (error) {
    told.unreadable(error, "bagit.txt");
  }
}

/** Say what stands here that no manifest names, of each part of which a manifest could be read. */
function checkUnlisted(folder, tags, payload, told) {
  const listed = new Set([...namesOf(tags), ...namesOf(payload), ...TAG_MANIFESTS]);
  const folders = [""];
  while (folders.length) {
    const above = folders.pop();
    for (const [name, kind] of folder.entries(above)) {
      const path = `${above}${name}`;
      const known = path.startsWith(`${PAYLOAD}/`) ? payload : tags;
      if (kind === FOLDER && path !== PROOF) folders.push(`${path}/`);
      if (kind === FILE && known.size && !listed.has(path)) told.fault(unlisted(path), path);
    }
  }
}

function unlisted(path) {
  const made = " Computers make files of this name when a folder is looked at: delete it, and check again.";
  return `No manifest names it.${BY_COMPUTERS.test(path) ? made : ""}`;
}

async function checkInfo(folder, held, told) {
  try {
    const found = latin1(await folder.content("bag-info.txt", LIMIT)).match(OXUM) ?? [];
    if (found.length !== 1 || found[0] !== `Payload-Oxum: ${held.size}.${held.number}`) {
      const detail = `It does not say once that the payload has ${held.number} files of ${held.size} bytes.`;
      told.fault(detail, "bag-info.txt");
    }
  } catch (error) {
    told.unreadable(error, "bag-info.txt");
  }
}
