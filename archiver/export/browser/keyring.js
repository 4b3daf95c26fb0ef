/** Which key signs which checkpoint: the one of archive.json, until an event that it signed brings another. */

import { utf8 } from "./bytes.js";
import { CHECKPOINT_LIMIT } from "./checkpoint.js";
import { ARCHIVE, Check, said } from "./finding.js";
import { fingerprint, raw } from "./identity.js";
import { faultOf } from "./sshsig.js";

/** Follow the keys from the one of archive.json on, each by the signature of the one before. */
export function followKeys(events, identity) {
  const told = new Check("keys", ARCHIVE);
  const reigns = [{ publicKey: identity.publicKey, first: 1, revokedFrom: "" }];
  const changes = events.filter((event) => event.said.follows).sort((one, other) => one.number - other.number);
  for (const event of changes) {
    const { old, new: next, signature, revoked, revokedFrom } = event.said.follows;
    const statement = utf8(`archiver/${identity.id}\n${old}\n${next}\n`);
    const last = reigns.at(-1);
    if (old !== last.publicKey || !raw(old) || !raw(next)) {
      told.fault("It lets a key follow another than the one that signs.", event.path);
      continue;
    }
    const fault = faultOf(utf8(signature), raw(old), "archiver-key@v1", statement);
    if (fault) {
      told.fault(`The key that signs did not sign the one that follows it: ${fault}`, event.path);
      continue;
    }
    const ended = reigns.find((reign) => revoked && reign.publicKey === revoked);
    if (ended) ended.revokedFrom = revokedFrom;
    else if (revoked) told.fault("It revokes a key that never signed here.", event.path);
    reigns.push({ publicKey: next, first: event.batch, revokedFrom: "" });
  }
  const names = reigns.slice(1).map((reign) => fingerprint(reign.publicKey));
  const proven = `${names.length} keys followed the first, each signed by the one before: ${names.join(", ")}.`;
  return { reigns, findings: [...(changes.length ? told.findings(proven) : []), ...revocations(reigns)] };
}

function revocations(reigns) {
  return reigns
    .filter((reign) => reign.revokedFrom)
    .map(({ publicKey, revokedFrom }) => {
      const open = "which of its checkpoints were there before, time stamps show, which are not checked here";
      return said("keys", ARCHIVE, `The key ${fingerprint(publicKey)} is revoked from ${revokedFrom} on; ${open}.`);
    });
}

/** Hold the signature of each checkpoint against the key that signed then. */
export async function checkCheckpoints(data, parts, reigns) {
  const told = new Check("checkpoints", ARCHIVE);
  for (const { folder, number } of parts) {
    const { publicKey } = reigns.filter((reign) => reign.first <= number).at(-1) ?? reigns[0];
    const path = `${folder}/checkpoint.sshsig`;
    try {
      const text = await data.content(`${folder}/checkpoint`, CHECKPOINT_LIMIT);
      const signature = await data.content(path, CHECKPOINT_LIMIT);
      const fault = publicKey ? faultOf(signature, raw(publicKey), "archiver-checkpoint@v1", text) : "";
      if (fault) told.fault(fault, path);
    } catch (error) {
      told.unreadable(error, folder);
    }
  }
  if (!parts.length) told.fault("There is no checkpoint.");
  if (parts.length && !reigns[0].publicKey) {
    told.unchecked("By whose key they are signed, since the archive's is not known.");
  }
  return told.findings(`${parts.length} checkpoints are signed; the last covers ${parts.at(-1)?.size} events.`);
}
