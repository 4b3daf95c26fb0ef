/**
 * What a WACZ says of its records for programs that replay them: its index and its list of pages.
 *
 * Such a program believes them. So each line of the index must say of a record where it stands, what address it has,
 * when and how it was answered, as the record says itself, and none may be left out; and each page must be a record's.
 */

import { fits } from "./index_key.js";
import { hex, latin1, utf8 } from "./bytes.js";
import { has, isObject, NotJsonError, parse, written } from "./canonical.js";
import { DamagedError } from "./finding.js";
import { Members } from "./members.js";
import { sha256 } from "./sha256.js";

export const INDEX = "indexes/index.cdx.gz";
export const PARTS = "indexes/index.idx";
export const PAGES = "pages/pages.jsonl";
const INDEXED = ["response", "revisit", "resource", "metadata"];
const FIELDS = "application/warc-fields";
const SAYS = ["url", "mime", "status", "digest", "length", "offset", "filename", "referrer"];
const LONGEST = 1 << 20;
const PIECE = 1 << 16;
const LINE_FEED = 10;
const SEEN = "200";
const WENT = "page/document";
const ANSWERS = ["response", "revisit"];
const ANSWERED = /^(?:, HTTP ([0-9]{3}))?$/;
const SECONDS = 14;
const FIRST = written({ format: "json-pages-1.0", id: "pages", title: "All pages" });
const META = written({ filename: "index.cdx.gz", format: "cdxj-gzip-1.0" });
/** Letters of a line that a finding repeats: hostile ones are long. */
const SHOWN = 120;

/** Tell whether a list of pages must name a record: a document that the browser went to, and was not led on by. */
export function isPage({ header, status }) {
  const went = ANSWERS.includes(header.type) && header.get("Archiver-Obtained") === WENT;
  return went && !status.startsWith("3");
}

/** Give what an index must say of a record, as one digest; null of a record that none names. */
export function indexed({ header, start, end, status }, entry) {
  if (!INDEXED.includes(header.type) || header.get("Content-Type") === FIELDS) return null;
  const digits = header.get("WARC-Date").replace(/\D/g, "").slice(0, SECONDS);
  const name = entry.slice(entry.lastIndexOf("/") + 1);
  const place = [name, String(start), String(end - start), header.get("WARC-Target-URI")];
  return digested([...place, digits, header.get("WARC-Payload-Digest"), status]);
}

function digested(said) {
  return hex(sha256(utf8(JSON.stringify(said))));
}

/** Say what is wrong with an index, by where records stand. Throws DamagedError, UnreadableError. */
export async function indexFault(file, parts, places, tell) {
  const left = new Set(places);
  const found = [];
  const members = new Members(file, tell);
  for (let start = members.at; await members.begin(); start = members.at) {
    let first = "";
    for await (const line of lines(members)) {
      const { key, said } = saidIn(line);
      first ||= key;
      if (!left.delete(said)) {
        return `${INDEX} says something else of a record than that says, or says it twice: ${key.slice(0, SHOWN)}`;
      }
    }
    found.push([first, start, members.at - start]);
  }
  if (left.size) return `${INDEX} says nothing of ${left.size} of its records`;
  const same = written(partsIn(parts)) === written(found);
  return same ? "" : `${PARTS} does not say where the parts of the index stand`;
}

async function* lines(members) {
  let pending = new Uint8Array(0);
  for (let next = await members.read(PIECE); next.length; next = await members.read(PIECE)) {
    const text = new Uint8Array(pending.length + next.length);
    text.set(pending);
    text.set(next, pending.length);
    let at = 0;
    for (let end = text.indexOf(LINE_FEED); end >= 0; end = text.indexOf(LINE_FEED, at)) {
      yield text.subarray(at, end);
      at = end + 1;
    }
    pending = text.slice(at);
    if (pending.length > LONGEST) throw new DamagedError(`a line of ${INDEX} has no end`);
  }
  if (pending.length) throw new DamagedError(`the last line of ${INDEX} has no end`);
}

/** Split a line into its key and the JSON object behind that; this is null where it is none. */
function split(line) {
  const text = latin1(line);
  const at = text.indexOf(" {");
  return at < 0 ? { key: text, value: null } : { key: text.slice(0, at), value: json(line.subarray(at + 1)) };
}

/** Give the key of a line, and what it says as one digest; an empty one where key and address do not fit. */
function saidIn(line) {
  const { key, value } = split(line);
  if (!isObject(value) || !Object.keys(value).every((name) => SAYS.includes(name))) return { key, said: "" };
  const place = ["filename", "offset", "length", "url"].map((name) => value[name]);
  const said = [...place, key.slice(key.lastIndexOf(" ") + 1), value.digest, value.status ?? ""];
  const isWhole = said.every((each) => typeof each === "string");
  return { key, said: isWhole && fits(key.slice(0, key.lastIndexOf(" ")), value.url) ? digested(said) : "" };
}

function partsIn(text) {
  const found = [];
  textLines(text).forEach((line, number) => {
    const { key, value } = split(line);
    if (number === 0 && key === "!meta 0" && written(value) === META) return;
    const whole = has(value, { offset: "number", length: "number" }) && Object.keys(value).length === 2;
    found.push(whole ? [key, value.offset, value.length] : ["", null, null]);
  });
  return found;
}

/**
 * Say what is wrong with a list of pages, each as `pageOf` gives it: `isHere` tells whether a record is one, and `must`
 * are those that it must name.
 */
export function pagesFault(text, pageOf, isHere, must) {
  const left = new Set(must);
  const [first, ...pages] = textLines(text);
  if (!first || written(json(first)) !== FIRST) return `${PAGES} does not begin as a list of pages does`;
  for (const line of pages) {
    const value = json(line);
    const whole = has(value, { id: "text", url: "text", ts: "text", title: "text" }) && Object.keys(value).length === 4;
    const status = whole ? statusIn(value) : "";
    const page = status ? pageOf(value.url, value.ts, status) : "";
    left.delete(page);
    if (!status || !isHere(page)) {
      return `${PAGES} names a page that is none of its records: ${latin1(line.subarray(0, SHOWN))}`;
    }
  }
  return left.size ? `${PAGES} leaves out ${left.size} of the pages that are here` : "";
}

/** Give the status that the title of a page tells; empty where it is not made of address, time and that. */
function statusIn({ title, url, ts }) {
  const bare = url.includes("://") ? url.slice(url.indexOf("://") + 3) : "";
  const made = `${bare}, ${ts.slice(0, 10)} ${ts.slice(11, 19)} UTC`;
  const told = title.startsWith(made) ? ANSWERED.exec(title.slice(made.length)) : null;
  return told ? (told[1] ?? SEEN) : "";
}

function textLines(text) {
  const found = [];
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf(LINE_FEED, at);
    found.push(text.subarray(at, end < 0 ? text.length : end));
    at = end < 0 ? text.length : end + 1;
  }
  return found;
}

function json(text) {
  try {
    return parse(text).value;
  } catch (error) {
    if (error instanceof NotJsonError) return null;
    throw error;
  }
}
