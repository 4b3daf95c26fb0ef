/** What the page says of its steps, and of what is withheld. */

/** The steps, in the order in which they are shown: by name, what each is called, and what it shows. */
export const STEPS = [
  [
    "bag",
    "Every file is here, and none has changed",
    "Each file has both digests that the bundle's lists state, and nothing is here that they do not name.",
  ],
  [
    "seal",
    "The seal",
    "A key signed the list of all files. Whose key that is, only the fingerprint can show that you were told.",
  ],
  [
    "place",
    "Everything stands in its place",
    "The bundle says what it holds, and holds that and nothing else.",
  ],
  [
    "wacz",
    "The containers of the captures",
    "Each part of the web archive is what its own description says.",
  ],
  [
    "captures",
    "The captures",
    "Each capture's manifest is the one that was sealed when the visit ended.",
  ],
  [
    "records",
    "The records",
    "Each answer of a server that is shown is whole, and has the digests it states.",
  ],
  [
    "shown",
    "What is shown, and what is withheld",
    "Each piece that is shown leads to what was sealed; what stands for those that are withheld says nothing.",
  ],
  [
    "again",
    "What was seen again",
    "Each answer that was the same as an earlier one finds that one, and the index of the web archive names them all.",
  ],
  [
    "ledger",
    "The ledger",
    "Each event that is shown is in the collector's list, and each later state of that list holds the earlier ones.",
  ],
  [
    "custody",
    "Captures and their events",
    "Each capture has exactly one event that bears its seal.",
  ],
  [
    "keys",
    "The ledger's signatures",
    "The archive's key, or one that followed it, signed each state of the list, and is named as a signer.",
  ],
  [
    "beside",
    "Pictures, films, and what is no longer shown",
    "Files beside the captures are what records hold, and conclusions stand in the ledger.",
  ],
  [
    "stamps",
    "Time stamps",
    "The time stamps that are named are here. Whether they hold is not checked by this page.",
  ],
];

/** Steps that are never called verified, since what they are about is not checked here. */
export const NEVER_VERIFIED = ["stamps"];

const KINDS = {
  collector: "names, ids and places of the collector",
  cookie: "cookies",
  field: "form fields of the collector's requests",
  header: "headers of the collector's requests",
  parameter: "parameters in addresses",
  token: "tokens of a session",
  viewer: "the account that looked",
};
const SEGMENTS = /^segments withheld \((.*)\)$/s;
const RECORDS = /^records left out \((.*)\)$/s;

/** Say in plain words what is withheld, by its class or reason. */
export function plain(what) {
  const kind = SEGMENTS.exec(what)?.[1];
  const reason = RECORDS.exec(what)?.[1];
  if (kind !== undefined) return ["Pieces of records", Object.hasOwn(KINDS, kind) ? KINDS[kind] : kind];
  return reason === undefined ? [what, ""] : ["Whole records", reason];
}

/** Spell out what a reader could take for something else: names within a hostile bundle may hold it. */
export function printable(text) {
  return text.replace(/[^\x20-\x7e]/gu, (letter) => `\\u{${letter.codePointAt(0).toString(16)}}`);
}

const UNITS = ["bytes", "kB", "MB", "GB", "TB"];

/** Write a size as people read it. */
export function size(bytes) {
  const unit = Math.min(UNITS.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const digits = unit === 0 || bytes / 1000 ** unit >= 100 ? 0 : 1;
  return `${(bytes / 1000 ** unit).toFixed(digits)} ${UNITS[unit]}`;
}

/** Write a number with its thousands apart. */
export function number(value) {
  return value.toLocaleString("en");
}
