/** A WACZ 1.1.1 of a bundle: a ZIP whose entries are all named, with their digests, in its own description. */

import { hex } from "./bytes.js";
import { field, has, NotJsonError, parse } from "./canonical.js";
import { Check, DamagedError, UnreadableError } from "./finding.js";
import { Sha256, stated } from "./sha256.js";
import { entries, packed, STORED, unpack } from "./zip.js";

const NAME = "wacz";
const PACKAGE = "datapackage.json";
const DIGEST = "datapackage-digest.json";
/** Longest entry, in bytes, that is packed once more, as none is that is packed in itself. */
const LIMIT = 64 << 20;
/** Letters of a name that a finding repeats: hostile ones are long. */
const SHOWN = 120;
const SAYS = ["profile", "wacz_version", "title", "created", "software", "resources"];
const PACKED = /^(?:archive\/[a-z0-9][a-z0-9._-]{0,199}\.warc\.gz|indexes\/index\.cdx\.gz)$/;
const NAMES = /^(?:indexes\/index\.idx|pages\/pages\.jsonl|datapackage(?:-digest)?\.json)$/;

/** Check that what a WACZ holds is what it describes; give its entries by name too. */
export async function checkWacz(data, path, tell) {
  const told = new Check(NAME, path);
  let found = [];
  try {
    found = await checked(data.file(path), told, tell);
  } catch (error) {
    if (error instanceof DamagedError) told.fault(`It is no ZIP that can be read: ${error.message}.`);
    else told.unreadable(error);
  }
  return {
    path,
    entries: new Map(found.map((each) => [each.name, each])),
    warcs: found.map((each) => each.name).filter((name) => name.startsWith("archive/")).sort(),
    findings: told.findings(`${found.length} entries are what its description says.`),
  };
}

/** Give what reads a WARC within a WACZ. Throws DamagedError, UnreadableError. */
export async function warcIn(data, wacz, path, name) {
  const found = wacz?.entries.get(name);
  if (!found) throw new UnreadableError(`${path} holds no ${name}.`);
  return packed(data.file(path), found);
}

/** Read an entry of a WACZ that is packed once more. Throws DamagedError, UnreadableError. */
export async function contentIn(data, wacz, name) {
  const found = wacz.entries.get(name);
  if (!found) throw new UnreadableError(`${wacz.path} holds no ${name}.`);
  return content(data.file(wacz.path), [found], name);
}

async function checked(file, told, tell) {
  const all = await entries(file);
  all.forEach(checkForm);
  const described = await description(file, all, told);
  for (const each of all.filter(({ name }) => name !== PACKAGE && name !== DIGEST)) {
    const right = described.get(each.name);
    described.delete(each.name);
    if (right?.size !== each.size || right.digest !== `sha256:${await digestOf(file, each, tell)}`) {
      told.fault(`${each.name} is not what its description says, or is not in it.`);
    }
  }
  for (const name of described.keys()) told.fault(`${name}, which its description names, is not there.`);
  return all;
}

function checkForm({ name, method, size }) {
  if (PACKED.test(name)) {
    if (method !== STORED) throw new DamagedError(`${name} is not packed as it should be`);
  } else if (!NAMES.test(name)) {
    throw new DamagedError(`no WACZ of a bundle holds ${name.slice(0, SHOWN)}`);
  } else if (size > LIMIT) {
    throw new DamagedError(`${name} is longer than any such file is`);
  }
}

/** Give the digest of an entry. Throws DamagedError where it is not what the ZIP itself says. */
async function digestOf(file, entry, tell) {
  const digester = new Sha256();
  await unpack(file, entry, (bytes) => digester.update(bytes), tell);
  return hex(digester.digest());
}

/** Give digests and sizes by name, as the description has them, once that is held against its own digest. */
async function description(file, all, told) {
  const text = await content(file, all, PACKAGE);
  const ofText = json(await content(file, all, DIGEST));
  if (field(ofText, "path") !== PACKAGE || field(ofText, "hash") !== stated(text)) {
    told.fault(`${DIGEST} is not of ${PACKAGE}.`);
  }
  const value = json(text);
  const found = new Map();
  const known = field(value, "profile") === "data-package" && field(value, "wacz_version") === "1.1.1";
  const more = Object.keys(known ? value : {}).filter((name) => !SAYS.includes(name));
  if (!known || more.length || !has(value, { resources: "list" })) {
    told.fault(`Its ${PACKAGE} is none of WACZ 1.1.1.`);
    return found;
  }
  for (const each of value.resources) {
    const whole = has(each, { path: "text", hash: "text", bytes: "number" });
    found.set(whole ? each.path : "", { digest: each?.hash, size: each?.bytes });
  }
  if (found.size !== value.resources.length) told.fault(`Its ${PACKAGE} describes an entry twice.`);
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

async function content(file, all, name) {
  const found = all.find((each) => each.name === name);
  if (!found) throw new DamagedError(`it holds no ${name}`);
  const bytes = new Uint8Array(found.size);
  let at = 0;
  await unpack(file, found, (piece) => {
    bytes.set(piece, at);
    at += piece.length;
  });
  return bytes;
}
