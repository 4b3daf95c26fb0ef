/** What a manifest must say of a WARC record, worked out from its bytes (`docs/format.md`, "Commitments"). */

import { joined, latin1, utf8 } from "./bytes.js";
import { Coarse, countCoarse, countFine, rootOfFine, throughFine } from "./segments.js";

/** Longest block, in bytes, that is cut fine. */
const FINE_LIMIT = 64 << 20;
const ADDRESSES = ["WARC-Target-URI", "WARC-Refers-To-Target-URI"];
const LEFT_OUT = /^(?:warc-(?:refers-to-)?target-uri|warc-(?:block|payload)-digest):/i;
const CONTENT_TYPE = /\r\ncontent-type:[ \t]*([^\r\n]*)/i;
const MEDIA = /^(?:image\/(?!svg)|video\/|audio\/)/i;

/**
 * Give the object that stands in the manifest. `open` opens a part (`head`, `address`, `block`), told how many segments
 * it has, how many bytes at its beginning can be read where they are withheld, and whether the rest is a medium's;
 * `take` hands on, once, what follows the HTTP head.
 */
export async function commit(open, header, httpHead, take) {
  const length = header.length;
  const medium = isMedium(header, httpHead);
  const head = utf8(header.lines.filter((line) => !LEFT_OUT.test(line)).map((line) => `${line}\r\n`).join(""));
  const stated = ADDRESSES.filter((name) => header.fields.has(name.toLowerCase()));
  const address = utf8(stated.map((name) => header.get(name)).join("\n"));
  const coarse = medium || length > FINE_LIMIT;
  const openBlock = (count) => open("block", count, httpHead.length, medium);
  const block = await (coarse ? coarseBlock : fineBlock)(openBlock, length, httpHead, take);
  return {
    address: rootOfFine(address, (count) => open("address", count, address.length, false)),
    block: block.root,
    cut: coarse ? "coarse" : "fine",
    date: header.get("WARC-Date"),
    head: rootOfFine(head, (count) => open("head", count, 0, false)),
    id: header.id,
    segments: [countFine(head), countFine(address), block.count],
    type: header.type,
  };
}

async function fineBlock(open, length, httpHead, take) {
  const rest = new Uint8Array(length - httpHead.length);
  let at = 0;
  await take((bytes) => {
    rest.set(bytes, at);
    at += bytes.length;
  });
  const text = joined(httpHead, rest);
  return { count: countFine(text), root: rootOfFine(text, open) };
}

/** The HTTP head is cut fine, what follows it in segments of 1 MiB, as it passes by. */
async function coarseBlock(open, length, httpHead, take) {
  const count = countFine(httpHead) + countCoarse(length - httpHead.length);
  const opening = open(count);
  throughFine(httpHead, opening);
  const coarse = new Coarse(opening);
  await take((bytes) => coarse.take(bytes));
  coarse.finish();
  return { count, root: opening.root() };
}

function isMedium(header, httpHead) {
  if (!header.holdsHttp) return MEDIA.test(header.get("Content-Type"));
  const found = header.type === "response" ? CONTENT_TYPE.exec(latin1(httpHead)) : null;
  return found !== null && MEDIA.test(found[1]);
}
