/** WARC 1.1 (ISO 28500:2017), one gzip member a record: read, digested and committed to in one pass. */

import { hex, latin1 } from "./bytes.js";
import { commit } from "./commitment.js";
import { readHeader } from "./header.js";
import { Members } from "./members.js";
import { Sha256 } from "./sha256.js";

/** Longest WARC header or HTTP head, in bytes, that is read. */
const HEAD_LIMIT = 8 << 20;
/** Letters of a value that a finding repeats: hostile ones are long. */
export const SHOWN = 80;
const ANSWERED = ["response", "revisit"];

/**
 * Give a file's records in order, the first at a position. `opens` gives what opens the parts of the record at a
 * position, or null where nothing is to be committed to. Throws DamagedError, UnreadableError.
 */
export async function* records(file, opens, first = 0, tell = () => {}) {
  const members = new Members(file, tell);
  for (let [position, start] = [first, 0]; await members.begin(); position += 1) {
    yield await record(members, position, start, opens);
    start = members.at;
  }
}

async function record(members, position, start, opens) {
  const header = readHeader(await members.until(HEAD_LIMIT, "a WARC header"));
  const limit = Math.min(header.length, HEAD_LIMIT);
  const head = header.holdsHttp ? await members.until(limit, "an HTTP head") : new Uint8Array(0);
  const rest = header.length - head.length;
  const block = new Sha256().update(head);
  const payload = new Sha256();
  const take = (sink) =>
    members.take(rest, (bytes) => {
      block.update(bytes);
      payload.update(bytes);
      sink(bytes);
    });
  let commitment = null;
  if (opens) commitment = await commit(opens(position), header, head, take);
  else await take(() => {});
  await members.finish();
  return {
    position,
    header,
    start,
    end: members.at,
    rest,
    block: `sha256:${hex(block.digest())}`,
    payload: `sha256:${hex(payload.digest())}`,
    commitment,
    status: ANSWERED.includes(header.type) ? statusIn(head) : "",
    name: `Record ${position} (${header.type.slice(0, SHOWN)} ${header.id.slice(0, SHOWN)})`,
  };
}

/** Say how a request was answered, by the first line of the HTTP head. */
function statusIn(head) {
  const end = head.indexOf(13);
  return latin1(head.subarray(0, end)).split(" ")[1] ?? "";
}
