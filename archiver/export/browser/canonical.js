/** Canonical JSON (RFC 8785): one value has one spelling, so that a digest of it means something. */

import { fromUtf8 } from "./bytes.js";

/** What is no JSON. */
export class NotJsonError extends Error {}

/** Read JSON, and tell whether it is canonical to the byte. Throws NotJsonError. */
export function parse(bytes) {
  let text;
  let value;
  try {
    text = fromUtf8(bytes);
    value = JSON.parse(text);
  } catch {
    throw new NotJsonError("It is no JSON.");
  }
  return { value, canonical: written(value) === text };
}

/** Write a JSON value in its only canonical form; null where it has none. */
export function written(value) {
  try {
    return spelled(value);
  } catch (error) {
    if (error instanceof RangeError) return null; // nested too deeply, or as below
    throw error;
  }
}

function spelled(value) {
  if (Array.isArray(value)) return `[${value.map(spelled).join(",")}]`;
  if (typeof value === "string") return quoted(value);
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  // RFC 8785 section 3.2.3 sorts names by their UTF-16 code units, as `sort` does.
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${quoted(name)}:${spelled(value[name])}`).join(",")}}`;
}

function quoted(text) {
  // Half a letter of UTF-16 has no form in UTF-8, and JSON.stringify escapes it.
  if (/\p{Surrogate}/u.test(text)) throw new RangeError("half a letter");
  return JSON.stringify(text);
}

/** Tell whether a value is a JSON object. */
export function isObject(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** Give a field of a JSON object; undefined where there is none, or it is no object. */
export function field(value, name) {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** Tell whether fields of a JSON object are of the kinds that are named: text, number, flag, list, object. */
export function has(value, kinds) {
  return Object.entries(kinds).every(([name, kind]) => isKind(field(value, name), kind));
}

function isKind(value, kind) {
  switch (kind) {
    case "text":
      return typeof value === "string";
    case "number":
      return Number.isInteger(value);
    case "flag":
      return typeof value === "boolean";
    case "list":
      return Array.isArray(value);
    case "object":
      return isObject(value);
    case "text or null":
      return value === null || typeof value === "string";
    default:
      throw new Error(`no kind of value: ${kind}`);
  }
}
