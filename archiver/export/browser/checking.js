/** Check what was chosen, a folder or a ZIP file, and say how that ended; nothing is thrown. */

import { isBundle, verify } from "./bundle.js";
import { UnreadableError } from "./finding.js";
import { Folder } from "./folder.js";
import { Progress } from "./progress.js";
import { NotPackedError, unpacked } from "./unpacked.js";

const NO_BUNDLE = "This is no bundle: choose the folder in which bagit.txt, VERIFY.txt and this page stand.";

/** Check `chosen`: `{files}` (paths, and what reads each) or `{zip}`. Gives `{result}`, `{refused}` or `{broken}`. */
export async function check(chosen, tell) {
  try {
    const files = chosen.zip ? await packed(chosen.zip, tell) : new Map(chosen.files);
    const folder = new Folder(files);
    if (!isBundle(folder)) return { refused: NO_BUNDLE };
    return { result: await verify(folder, tell) };
  } catch (error) {
    if (error instanceof NotPackedError || error instanceof UnreadableError) return { refused: error.message };
    return { broken: `${error.name}: ${error.message}` };
  }
}

function packed(zip, tell) {
  return unpacked(zip, new Progress(tell, zip.size).of("zip", zip.name));
}
