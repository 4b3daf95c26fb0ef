/** What stands below a bundle's `data/`: nothing that the format does not name. */

import { BUNDLE, Check } from "./finding.js";
import { FILE, FOLDER } from "./folder.js";

const WORD = "[a-z0-9._-]{1,60}";
const CAPTURE = `captures/${WORD}/${WORD}/[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}`;
/** A number has one name, and none is without end. */
const BATCH = "ledger/(?:(?!000000)[0-9]{6}|[1-9][0-9]{6,12})";
const STAMP = `${BATCH}/checkpoint\\.[a-z0-9][a-z0-9-]{0,39}(?:\\.[0-9]+)?\\.tsr`;
const ROOT = "ledger/roots/[0-9a-f]{64}\\.pem";
const WACZ = "captures(?:-[1-9][0-9]{0,5})?\\.wacz";
const MEDIUM = "(?:media|pictures)/[0-9a-f]{64}\\.[a-z0-9]{1,5}";
const POST = "posts/[0-9]{6}\\.json";
const FOLDERS = whole(
  `captures(?:/${WORD}){0,2}|${CAPTURE}|ledger|ledger/roots|${BATCH}|media|pictures|posts`,
);
const FILES = whole(
  "archive\\.json|bundle\\.json|signers|(?:posts|changes|attribution)\\.jsonl|removals\\.json" +
    `|${WACZ}|${MEDIUM}|${POST}|${CAPTURE}/(?:manifest\\.json|SHA256SUMS|disclosure\\.json)` +
    `|${ROOT}|${STAMP}|${BATCH}/(?:events\\.jsonl|proofs\\.json|checkpoint|checkpoint\\.sshsig)`,
);

function whole(form) {
  return new RegExp(`^(?:${form})$`);
}

/** Go through all folders, and give what stands there, by kind and path; find what has no place. */
export function walk(data) {
  const told = new Check("files", BUNDLE);
  const named = [];
  const folders = [""];
  let seen = 0;
  while (folders.length) {
    const above = folders.pop();
    for (const [name, kind] of data.entries(above)) {
      const path = `${above}${name}`;
      seen += 1;
      if (kind === FOLDER && FOLDERS.test(path)) {
        folders.push(`${path}/`);
        named.push(`${path}/`);
      } else if (kind === FILE && FILES.test(path)) {
        named.push(path);
      } else {
        told.fault(`The format names no ${kind} of this name in this place.`, path);
      }
    }
  }
  const those = (form) => named.filter((path) => whole(form).test(path)).sort();
  return {
    captures: those(`${CAPTURE}/`).map((path) => path.slice("captures/".length, -1)),
    batches: those(`${BATCH}/`)
      .map((path) => path.split("/")[1])
      .sort((one, other) => Number(one) - Number(other)),
    stamps: those(STAMP),
    roots: those(ROOT),
    waczs: those(WACZ),
    media: those(MEDIUM),
    posts: those(POST),
    findings: told.findings(`${seen} files and folders, each named by the format.`),
  };
}
