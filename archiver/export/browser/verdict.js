/** What findings come to: of a step, and of the whole. */

import { FAILED, NOT_CHECKED, VERIFIED } from "./finding.js";

/** Give how a step ended, by its findings. What is only said does not keep one from being verified. */
export function statusOf(findings) {
  if (findings.some(({ status }) => status === FAILED)) return FAILED;
  const isOpen = findings.some(({ status, required }) => status === NOT_CHECKED && required);
  return isOpen || !findings.some(({ status }) => status === VERIFIED) ? NOT_CHECKED : VERIFIED;
}

const SEALED = "Everything this page checks stands as it was sealed";
const WORDS = {
  failed: {
    status: FAILED,
    title: "FAILED: this is not what was sealed, or not all of it",
    text: "What is wrong is named below, file by file. Do not rely on this bundle before that is explained.",
  },
  otherSigner: {
    status: FAILED,
    title: "FAILED: another key signed it than the one you were told",
    text: "Compare both fingerprints letter by letter. If they differ, this bundle is not the collector's.",
  },
  open: {
    status: NOT_CHECKED,
    title: "Not decided: nothing is wrong with what was checked, but not all of it could be",
    text: "What could not be checked, and why, is named below.",
  },
  newer: {
    status: NOT_CHECKED,
    title: "Not checked: a newer version wrote this bundle",
    text: "This page does not know its format. Use the page that came with it, or a newer one.",
  },
  stopped: {
    status: NOT_CHECKED,
    title: "Not decided: the check was stopped before its end",
    text: "What is shown below is only what was checked until then.",
  },
  signerOpen: {
    status: NOT_CHECKED,
    title: `${SEALED}, but by whom is not known yet`,
    text: "Enter the fingerprint that the collector told you another way. Without it, anybody could have sealed this.",
  },
  verified: {
    status: VERIFIED,
    title: `${SEALED}, by the key you were told`,
    text: "What is shown leads to what was sealed. What this page does not check is said below.",
  },
};

/** Give the words for the whole, by all findings, what is found of the signer, and how it ended. */
export function verdictOf(findings, signer, { stopped = false, newer = false } = {}) {
  return WORDS[key(findings, signer, stopped, newer)];
}

function key(findings, signer, stopped, newer) {
  if (statusOf(findings) === FAILED) return "failed";
  if (signer.status === FAILED) return "otherSigner";
  if (stopped) return "stopped";
  if (newer) return "newer";
  if (statusOf(findings) !== VERIFIED || (signer.status === NOT_CHECKED && signer.required)) return "open";
  return signer.status === VERIFIED ? "verified" : "signerOpen";
}
