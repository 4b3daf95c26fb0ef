/** WACZ files as wholes: each WARC in them is of one capture, or holds records of others that pages refer to. */

import { Check, DamagedError } from "./finding.js";
import { warcIn } from "./wacz.js";
import { records } from "./warc.js";

const HELD = "archive/held.warc.gz";

/** Check that no WARC is there that no copy names, and that records which stand there again are the same. */
export async function checkHeld(data, waczs, copies, payloads, tell) {
  const named = new Set(copies.flatMap(({ map }) => (map?.warcs ?? []).map(([path, name]) => `${path}\n${name}`)));
  const findings = [];
  for (const wacz of waczs) {
    const told = new Check("wacz", wacz.path);
    for (const name of wacz.warcs) {
      if (name === HELD) await checkAgain(data, wacz, payloads, told, tell);
      else if (!named.has(`${wacz.path}\n${name}`)) {
        told.fault(`No copy of a capture says that its records stand in ${name}.`);
      }
    }
    findings.push(...told.findings(`${wacz.warcs.length} WARC files, each of a capture that is here.`));
  }
  return findings;
}

async function checkAgain(data, wacz, payloads, told, tell) {
  try {
    const file = await warcIn(data, wacz, wacz.path, HELD);
    for await (const record of records(file, null, 0, tell)) {
      if (!payloads.stood(record)) told.fault(`${record.name} in ${HELD} is not what stands in its own capture.`);
    }
  } catch (error) {
    if (error instanceof DamagedError) told.fault(`${HELD} cannot be read: ${error.message}.`);
    else told.unreadable(error);
  }
}
