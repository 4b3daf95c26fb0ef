/**
 * What stands in `proof/`: whose key sealed the bundle.
 *
 * 1. Nothing stands there but the seal, time stamps, a list of these, and the list's signature.
 * 2. `SHA256SUMS` names each with the digest it has, and the archive's key signed that.
 * 3. The seal: the archive's key signed `tagmanifest-sha256.txt`, which stands for all files of the bag.
 *
 * Time stamps are not looked into here.
 */

import { sha256Of } from "./digests.js";
import { BUNDLE, Check } from "./finding.js";
import { FILE, FOLDER } from "./folder.js";
import { fingerprint, raw } from "./identity.js";
import { NotListedError, readList } from "./listing.js";
import { faultOf } from "./sshsig.js";

const SEALED = "tagmanifest-sha256.txt";
const PROOF = "proof";
const SEAL = `${PROOF}/${SEALED}.sshsig`;
const SUMS = `${PROOF}/SHA256SUMS`;
const SUMS_SIGNED = `${SUMS}.sshsig`;
const STAMP = /^proof\/tagmanifest-sha256\.txt\.([a-z0-9][a-z0-9-]{0,39})\.tsr$/;

/** Hold a bundle against what was said of it when it was sealed; `publicKey` is the archive's that signs last. */
export async function checkSeal(folder, publicKey) {
  const told = new Check("seal", BUNDLE);
  if (folder.kind(PROOF) !== FOLDER) {
    told.fault("It is missing.", PROOF);
    return { findings: told.findings(""), stamps: [] };
  }
  const here = standing(folder, told);
  const key = raw(publicKey);
  if (!key) told.unchecked("By whose key it is signed, since the archive's is not known.");
  const sealed = await content(folder, SEALED, told, true);
  if (here.includes(SUMS)) await checkList(folder, here, key, told);
  if (key && sealed && here.includes(SEAL)) await isSigned(folder, SEAL, key, "archiver-bag@v1", sealed, told);
  const proven = `The key ${fingerprint(publicKey)} signed it, and the list of what bears it out.`;
  return { findings: told.findings(proven), stamps: here.filter((path) => STAMP.test(path)) };
}

/** Give the paths of what may stand in `proof/` and does, and say what else there is. */
function standing(folder, told) {
  const found = [];
  for (const [name, kind] of folder.entries(`${PROOF}/`)) {
    const path = `${PROOF}/${name}`;
    if (kind === FILE && ([SEAL, SUMS, SUMS_SIGNED].includes(path) || STAMP.test(path))) found.push(path);
    else told.fault(`No ${kind} of this name stands in a bundle's ${PROOF}/.`, path);
  }
  for (const path of [SEAL, SUMS, SUMS_SIGNED]) if (!found.includes(path)) told.fault("It is missing.", path);
  return found;
}

async function content(folder, path, told, isLong = false) {
  try {
    return await (isLong ? folder.longContent(path) : folder.content(path));
  } catch (error) {
    told.unreadable(error, path);
    return null;
  }
}

async function isSigned(folder, path, key, namespace, message, told) {
  const signature = await content(folder, path, told);
  const fault = signature ? faultOf(signature, key, namespace, message) : "";
  if (fault) told.fault(fault, path);
  return signature !== null && !fault;
}

/** Hold the list of what stands in `proof/` against it, once its own signature is looked at. */
async function checkList(folder, here, key, told) {
  const text = await content(folder, SUMS, told);
  if (text === null) return;
  const signed =
    !key ||
    (here.includes(SUMS_SIGNED) && (await isSigned(folder, SUMS_SIGNED, key, "archiver-proof@v1", text, told)));
  let named;
  try {
    named = new Map([...readList(text, 64)].map(([name, digest]) => [`${PROOF}/${name}`, digest]));
  } catch (error) {
    if (!(error instanceof NotListedError)) throw error;
    told.fault(error.message, SUMS);
    return;
  }
  const found = new Map();
  for (const path of here.filter((each) => each !== SUMS && each !== SUMS_SIGNED)) {
    try {
      found.set(path, await sha256Of(folder.file(path)));
    } catch (error) {
      told.unreadable(error, path);
    }
  }
  const every = [...new Set([...named.keys(), ...found.keys()])].sort();
  const off = every.filter((path) => named.get(path) !== found.get(path));
  if (!signed) {
    // Not signed as it stands, it accuses nothing but itself.
    if (off.length) told.fault(`It is not the list of what stands in ${PROOF}/.`, SUMS);
    return;
  }
  for (const path of off) {
    if (!found.has(path)) told.fault(`${SUMS} names it, and it is not here.`, path);
    else if (!named.has(path)) told.fault(`${SUMS} does not name it.`, path);
    else told.fault(`Its bytes do not have the digest that ${SUMS} states.`, path);
  }
}
