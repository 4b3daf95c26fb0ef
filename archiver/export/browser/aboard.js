/** What came along with a bundle for its reader: the keys that signed, and documents that nothing proves. */

import { latin1 } from "./bytes.js";
import { BUNDLE, Check, said } from "./finding.js";
import { FILE } from "./folder.js";
import { printable } from "./words.js";

const LIMIT = 4 << 20;
const MOST_NAMED = 8;
/** Letters of a name that are repeated: hostile ones are long. */
const LONGEST = 118;
const MANIFEST = /^(?:tag)?manifest-sha(?:256|512)\.txt$/;
const KNOWN = ["data", "proof", "verifier", "verify.pyz", "bagit.txt"];
const READ = ["posts.jsonl", "changes.jsonl", "attribution.jsonl", "removals.json", "bundle.json"];

/** Hold the keys that are named for `ssh-keygen` against those that signed, in order. */
export async function checkSigners(data, reigns) {
  const told = new Check("signers", "signers");
  try {
    const right = reigns.map(({ publicKey }) => `archiver ${publicKey}\n`).join("");
    if (latin1(await data.content(told.subject, LIMIT)) !== right) {
      told.fault("It names other keys than those that signed here.");
    }
  } catch (error) {
    told.unreadable(error);
  }
  return told.findings(`It names the ${reigns.length} keys that signed here.`);
}

/** Say which documents nothing proves. */
export function sayDocuments(folder, data) {
  const here = READ.filter((name) => data.kind(name) === FILE);
  const beside = folder.entries("").map(([name]) => name);
  const unknown = beside.filter((name) => !KNOWN.includes(name) && !MANIFEST.test(name));
  const named = unknown.slice(0, MOST_NAMED).map((name) => printable(name).slice(0, LONGEST));
  const others = unknown.length - named.length;
  const more = others ? ` and ${others} others beside them` : "";
  const whose = "say is whoever's who made the bundle, and is only signed: hold it against the records.";
  return said("documents", BUNDLE, `What ${[...here, ...named].join(", ")}${more} ${whose}`);
}
