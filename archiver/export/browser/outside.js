/** What a reader must know before all else: by whose key a bundle is signed, and whether a platform answered at all. */

import { ARCHIVE, BUNDLE, FAILED, finding, NOT_CHECKED, said, VERIFIED } from "./finding.js";

const SIGNER = "signer";
const ORIGIN = "origin";
const FINGERPRINT = /^(?:[Ss][Hh][Aa]256:)?([A-Za-z0-9+/]{43})=?$/;

/** Read a fingerprint as it was told: empty where nothing was, null where that is none. */
export function readFingerprint(text) {
  const bare = text.replace(/\s+/g, "");
  const match = FINGERPRINT.exec(bare);
  if (!bare) return "";
  return match ? `SHA256:${match[1]}` : null;
}

/**
 * Hold the keys that signed, by their fingerprints in order, against the one that is trusted; null where none was met.
 * `sealed` tells whether the last of them signed the bundle as it stands.
 */
export function signer(known, trusted, sealed) {
  if (known === null) return said(SIGNER, BUNDLE, "Whose key signed it was not found out.");
  const last = known.at(-1) ?? "";
  if (trusted === null) {
    const none = "What you entered is no fingerprint: that is SHA256: and 43 letters, digits, + or /.";
    return finding(SIGNER, BUNDLE, NOT_CHECKED, none);
  }
  if (!trusted) {
    if (!sealed) return said(SIGNER, BUNDLE, `It names the key ${last}, which did not sign it as it stands.`);
    const open = last ? `It says of itself that the key ${last} signed it.` : "It does not say whose key signed it.";
    const rest = "Whether that is the collector's, only a fingerprint that came to you another way can show.";
    return said(SIGNER, BUNDLE, `${open} ${rest}`);
  }
  if (!sealed && known.includes(trusted)) {
    const detail = `It names the key that you were told, which did not sign it as it stands: ${trusted}.`;
    return finding(SIGNER, BUNDLE, FAILED, detail);
  }
  if (trusted === last) return finding(SIGNER, BUNDLE, VERIFIED, `The signer is the one you were told: ${last}.`);
  if (known.includes(trusted)) {
    const detail = `The signer is ${last}, which follows the one you were told, ${trusted}, by that one's signature.`;
    return finding(SIGNER, BUNDLE, VERIFIED, detail);
  }
  const other = `The signer is ${last || "not known"}, not the one you were told: ${trusted}.`;
  return finding(SIGNER, BUNDLE, FAILED, other);
}

/** Say in one line what nobody may overlook: that no platform was asked; empty where one was, as it is told. */
export function mark(identity, copies) {
  if (identity.simulated) return "REHEARSAL: no platform was asked. Nothing here shows what any account published.";
  const marked = copies.filter((copy) => copy.notAuthenticated).length;
  return marked ? `NOT THE PLATFORM: ${marked} of ${copies.length} captures met stand-ins for its servers.` : "";
}

/** Say whether the platform was authenticated, or a stand-in answered. */
export function origin(identity, copies) {
  const marked = copies.filter((copy) => copy.notAuthenticated).length;
  if (identity.simulated) return said(ORIGIN, ARCHIVE, "It was made by the rehearsal: no platform was asked.");
  const standIns = `${marked} of ${copies.length} captures met stand-ins, not the platform's own servers.`;
  if (marked) return said(ORIGIN, ARCHIVE, standIns);
  const detail =
    "The platform's servers were authenticated by their certificates when each capture was made, as the collector's " +
    "program tells. That they sent what is shown cannot be shown to others.";
  return said(ORIGIN, ARCHIVE, detail);
}
