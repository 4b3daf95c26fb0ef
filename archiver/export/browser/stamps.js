/**
 * The time stamps that came along, as far as they are looked at here: each that is named stands where it is said to,
 * with the digest it is named by. Whether it holds, and for what time, is not checked here.
 */

import { sha256Of } from "./digests.js";
import { ARCHIVE, BUNDLE, Check, said } from "./finding.js";

const NAME = "time stamps";
const ELSEWHERE = "This page does not check whether they hold, or since when; verify.pyz and openssl do (VERIFY.txt).";

/** Look for the stamps that events and manifests name. */
export async function checkStamps(data, paths, events, copies) {
  const told = new Check(NAME, ARCHIVE);
  const stood = new Set();
  const digests = new Set();
  for (const path of paths) {
    try {
      const digest = `sha256:${await sha256Of(data.file(path))}`;
      stood.add([Number(path.split("/")[1]), path.split(".")[1], digest].join("\n"));
      digests.add(digest);
    } catch (error) {
      told.unreadable(error, path);
    }
  }
  for (const event of events.filter((each) => each.said.stamped)) {
    const { checkpoint, authority, token } = event.said.stamped;
    if (!stood.has([checkpoint, authority, token].join("\n"))) {
      const which = `The stamp of ${authority.slice(0, 80)} on checkpoint ${checkpoint}`;
      told.fault(`${which} that it names is not here as it was received.`, event.path);
    }
  }
  for (const { capture, opening } of paths.length ? copies : []) {
    if (opening && !digests.has(opening)) {
      told.fault("The stamp that it names, as there before it, is not here.", `captures/${capture}/manifest.json`);
    }
  }
  if (!paths.length && !stood.size) {
    const none = "No authority has stamped its checkpoints, so that none says when it was there.";
    return [...told.findings("").filter((each) => each.status !== "verified"), said(NAME, ARCHIVE, none)];
  }
  const proven = `The stamps that the ledger and the captures name are here as they were received.`;
  const came = `${paths.length} stamps on checkpoints came along. ${ELSEWHERE}`;
  return [...told.findings(proven), said(NAME, ARCHIVE, came)];
}

/** Say what stamps of the bundle itself came along. */
export function sayStamped(paths) {
  const none = "No authority stamped the bundle, so that none says when it was there.";
  const came = `${paths.length} stamps on the bundle came along. ${ELSEWHERE}`;
  return [said("time stamps of the bundle", BUNDLE, paths.length ? came : none)];
}
