/**
 * WACZ files as wholes: each WARC in them is of one capture, or holds records of others that pages refer to.
 *
 * And what they tell a program that replays them is what their records say.
 */

import { Check, DamagedError } from "./finding.js";
import { pageOf } from "./payloads.js";
import { contentIn, warcIn } from "./wacz.js";
import { INDEX, indexed, indexFault, PAGES, pagesFault, PARTS } from "./wacz_index.js";
import { records } from "./warc.js";

const HELD = "archive/held.warc.gz";

/** Check that each WARC is a copy's, that records which stand there again are the same, and the index of all. */
export async function checkHeld(data, waczs, copies, payloads, tell) {
  const named = new Set(copies.flatMap(({ map }) => (map?.warcs ?? []).map(([path, name]) => `${path}\n${name}`)));
  const findings = [];
  for (const wacz of waczs) {
    const told = new Check("wacz", wacz.path);
    const places = new Set(payloads.places(wacz.path));
    for (const name of wacz.warcs) {
      if (name === HELD) await checkAgain(data, wacz, payloads, places, told, tell);
      else if (!named.has(`${wacz.path}\n${name}`)) {
        told.fault(`No copy of a capture says that its records stand in ${name}.`);
      }
    }
    if (wacz.entries.size) await checkIndex(data, wacz, places, payloads, told);
    const proven = `${wacz.warcs.length} WARC files, each of a capture that is here, and their index.`;
    findings.push(...told.findings(proven));
  }
  return findings;
}

async function checkAgain(data, wacz, payloads, places, told, tell) {
  try {
    const file = await warcIn(data, wacz, wacz.path, HELD);
    for await (const record of records(file, null, 0, tell)) {
      const said = indexed(record, HELD);
      if (said) places.add(said);
      if (!payloads.stood(record)) told.fault(`${record.name} in ${HELD} is not what stands in its own capture.`);
    }
  } catch (error) {
    if (error instanceof DamagedError) told.fault(`${HELD} cannot be read: ${error.message}.`);
    else told.unreadable(error);
  }
}

async function checkIndex(data, wacz, places, payloads, told) {
  try {
    const [parts, pages] = [await contentIn(data, wacz, PARTS), await contentIn(data, wacz, PAGES)];
    const index = await warcIn(data, wacz, wacz.path, INDEX);
    const isHere = (page) => payloads.isPage(page);
    const listed = pagesFault(pages, pageOf, isHere, payloads.documents(wacz.path));
    for (const fault of [await indexFault(index, parts, places), listed]) {
      if (fault) told.fault(`${fault}.`);
    }
  } catch (error) {
    if (error instanceof DamagedError) told.fault(`Its index cannot be read: ${error.message}.`);
    else told.unreadable(error);
  }
}
