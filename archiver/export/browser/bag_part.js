/**
 * One part of a bag, its payload or what stands beside it: the files here, held against its two manifests.
 *
 * A file that neither describes has changed; where one of them describes it, the other manifest has.
 */

import { digests } from "./digests.js";
import { FILE, FOLDER } from "./folder.js";
import { NotListedError, readList } from "./listing.js";

export const ALGORITHMS = ["sha256", "sha512"];
const DIGITS = { sha256: 64, sha512: 128 };

/** Give all files that at least one manifest names; `listed` is digests by file, by manifest. */
export function namesOf(listed) {
  return new Set([...listed.values()].flatMap((named) => [...named.keys()]));
}

/** Read those manifests that can be read, and say what is wrong with the others; `fits` tells what one may name. */
export async function readManifests(folder, manifests, fits, told) {
  const found = new Map();
  for (const path of manifests) {
    try {
      const named = readList(await folder.longContent(path), DIGITS[algorithmOf(path)]);
      for (const name of [...named.keys()].filter((each) => !fits(each))) {
        told.fault(`It names ${name}, which has no place in it.`, path);
        named.delete(name);
      }
      found.set(path, named);
    } catch (error) {
      if (error instanceof NotListedError) told.fault(error.message, path);
      else told.unreadable(error, path);
    }
  }
  return found;
}

function algorithmOf(manifest) {
  return manifest.replace(/\.txt$/, "").split("-").at(-1);
}

/** Hold files against the manifests that name them; give how many, of how many bytes, and which are wrong. */
export async function hold(folder, listed, told, tell) {
  const names = [...namesOf(listed)].sort();
  const wrong = new Set();
  let size = 0;
  for (const [done, name] of names.entries()) {
    if (!stands(folder, name, listed, told)) {
      wrong.add(name);
      continue;
    }
    try {
      const file = folder.file(name);
      const found = await digests(file, ALGORITHMS, (bytes) => tell(bytes, name, done, names.length));
      size += file.size;
      if (!isAsStated(name, found, listed, told)) wrong.add(name);
    } catch (error) {
      told.unreadable(error, name);
      wrong.add(name);
    }
  }
  return { number: names.length, size, wrong };
}

/** Tell whether a file is here, and say so where it is not, or where only one manifest names it. */
function stands(folder, name, listed, told) {
  const lacking = [...listed.keys()].filter((manifest) => !listed.get(manifest).has(name)).sort();
  const naming = [...listed.keys()].filter((manifest) => listed.get(manifest).has(name)).sort();
  const kind = folder.kind(name);
  if (kind === undefined && lacking.length) {
    told.fault(`It names ${name}, which is not here, and which ${lacking[0]} does not name.`, naming[0]);
  } else if (kind === undefined) {
    told.fault("It is missing.", name);
  } else if (lacking.length) {
    told.fault(`It does not name ${name}, as ${naming[0]} does.`, lacking[0]);
  }
  if (kind === FOLDER) told.fault("It is a folder, and should be a file.", name);
  return kind === FILE;
}

/** Tell whether a file has the digests that manifests state, and say which is wrong, it or one of them. */
function isAsStated(name, found, listed, told) {
  const stating = [...listed.keys()].filter((manifest) => listed.get(manifest).has(name));
  const off = stating.filter((manifest) => listed.get(manifest).get(name) !== found[algorithmOf(manifest)]);
  if (off.length === stating.length) {
    told.fault(`Its bytes do not have the digest that ${off.join(" and ")} state.`, name);
    return false;
  }
  for (const manifest of off) {
    const other = stating.find((each) => each !== manifest);
    told.fault(`It states another digest of ${name} than the file has, which ${other} states.`, manifest);
  }
  return true;
}
