/** A checkpoint: the text of a C2SP tlog-checkpoint, three lines of origin, size and root. */

import { fromBase64, fromUtf8 } from "./bytes.js";

export const CHECKPOINT_LIMIT = 4096;
const FORM = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n$/;

/** Read origin, size and root; null where it is none. */
export function readCheckpoint(bytes) {
  let text;
  try {
    text = fromUtf8(bytes);
  } catch {
    return null;
  }
  const match = FORM.exec(text);
  const root = match && fromBase64(match[3]);
  const size = Number(match?.[2]);
  return root && Number.isSafeInteger(size) ? { origin: match[1], size, root } : null;
}
