/**
 * Verify a bundle, in the order of proof. No step ends it, and each is told of as it ends.
 *
 * The steps are those of `archiver/verify/bundle.py`, but for time stamps and `verify.pyz`.
 */

import { checkSigners, sayDocuments } from "./aboard.js";
import { checkBag } from "./bag.js";
import { walk } from "./bundle_tree.js";
import { checkCopy, countWithheld, sayWithheld } from "./copies.js";
import { checkCustody } from "./custody.js";
import { checkDescription, checkMedia, checkRemovals, readDescription } from "./described.js";
import { VERIFIED } from "./finding.js";
import { checkHeld } from "./held.js";
import { fingerprint, readIdentity } from "./identity.js";
import { checkCheckpoints, followKeys } from "./keyring.js";
import { completeness, readLedger } from "./ledger.js";
import { mark, origin } from "./outside.js";
import { Payloads } from "./payloads.js";
import { checkPosts } from "./posts.js";
import { Progress } from "./progress.js";
import { Revisits } from "./revisits.js";
import { checkSeal } from "./sealed.js";
import { checkStamps, sayStamped } from "./stamps.js";
import { checkWacz } from "./wacz.js";

const DATA = "data";
const WHOLE = ["archive", "bundle"];
/** Steps whose findings name files by their paths in the bundle already. */
const OF_WHOLE = ["bag", "seal"];

/** Tell whether a folder is that of a bundle. */
export function isBundle(folder) {
  return folder.kind("bagit.txt") !== undefined || folder.kind(DATA) !== undefined;
}

/**
 * Check a bundle. `tell` is told of findings as steps end (`{step, findings}`), and how far it has come; what is given
 * back is what must be known before all else: the keys that signed, where it comes from, what is withheld, and counts.
 */
export async function verify(folder, tell) {
  const data = folder.within(DATA);
  const told = (step, findings) => tell({ step, findings: OF_WHOLE.includes(step) ? findings : findings.map(within) });
  const said = await readDescription(data);
  if (said.newer) {
    told("place", said.findings);
    return { newer: true, known: null, origin: null, mark: "", withheld: [], counts: {} };
  }
  const tree = walk(data);
  const progress = new Progress(tell, sizes(folder, data, tree));

  const bag = await checkBag(folder, progress.of("bag"));
  told("bag", bag.findings);

  const { identity, findings: ofIdentity } = await readIdentity(data);
  const log = await readLedger(data, tree.batches, identity);
  const keys = followKeys(log.events, identity);
  const known = keys.reigns.map((reign) => fingerprint(reign.publicKey));
  const seal = await checkSeal(folder, keys.reigns.at(-1).publicKey);
  told("seal", seal.findings);
  const last = log.parts.at(-1)?.number ?? 0;
  const waczs = [];
  for (const path of tree.waczs) waczs.push(await checkWacz(data, path, progress.of("wacz", path)));
  told("wacz", waczs.flatMap((each) => each.findings));

  const payloads = new Payloads(said.media.values());
  const revisits = new Revisits();
  const byPath = new Map(waczs.map((each) => [each.path, each]));
  const copies = [];
  for (const capture of tree.captures) {
    const at = progress.of("records", capture, copies.length, tree.captures.length);
    copies.push(await checkCopy(data, capture, identity, byPath, payloads, revisits, at));
  }
  const described = checkDescription(said, copies, identity, last);
  told("place", [...said.findings, ...tree.findings, ...ofIdentity, ...described]);
  const withheld = countWithheld(copies);
  const ofCopies = copies.flatMap((copy) => copy.findings);
  told("captures", ofCopies.filter(({ check }) => check === "checksums" || check === "manifest"));
  told("records", ofCopies.filter(({ check }) => check === "records"));
  const disclosed = ofCopies.filter(({ check }) => check === "disclosure" || check === "commitments");
  const manifests = new Map(copies.map(({ capture, manifest }) => [capture, manifest]));
  const posts = await checkPosts(data, tree.posts, manifests);
  told("shown", [...disclosed, ...posts, ...sayWithheld(withheld, copies)]);
  const held = await checkHeld(data, waczs, copies, payloads, progress.of("again"));
  told("again", [...revisits.finished(), ...held]);

  told("ledger", [...log.findings, ...completeness(log.events, tree.captures)]);
  told("custody", checkCustody(copies, log.events));
  const signers = await checkSigners(data, keys.reigns);
  told("keys", [...keys.findings, ...(await checkCheckpoints(data, log.parts, keys.reigns)), ...signers]);
  const media = await checkMedia(data, tree.media, said, payloads, progress.of("media"));
  const removals = await checkRemovals(data, log.events);
  told("beside", [...media, ...removals, sayDocuments(folder, data)]);
  const stamps = await checkStamps(data, tree.stamps, log.events, copies);
  told("stamps", [...stamps, ...sayStamped(seal.stamps)]);

  const sum = (name) => copies.reduce((total, copy) => total + copy[name], 0);
  const counts = {
    captures: copies.length,
    records: sum("records"),
    events: log.events.length,
    checkpoints: log.parts.length,
    media: tree.media.length,
    files: bag.files,
    bytes: bag.bytes,
  };
  const sealed = seal.findings.every(({ status }) => status === VERIFIED);
  const first = { known, sealed, origin: origin(identity, copies), mark: mark(identity, copies) };
  return { newer: false, ...first, withheld, counts };
}

/** Name what a finding is about by its path within the bundle. */
function within(found) {
  if (WHOLE.includes(found.subject) || found.check === "completeness") return found;
  return { ...found, subject: `${DATA}/${found.subject}` };
}

/** Add up the bytes that go by: all files for the bag, WACZ files once more for each of two steps, and media again. */
function sizes(folder, data, tree) {
  const of = (paths) => paths.reduce((total, path) => total + data.file(path).size, 0);
  return folder.size + 2 * of(tree.waczs) + of(tree.media);
}
