/** Elements of the page. What came out of a bundle becomes text and nothing else. */

import { ARCHIVE, BUNDLE, FAILED, NOT_CHECKED, VERIFIED } from "./finding.js";
import { printable } from "./words.js";

const STATUS = { [VERIFIED]: "verified", [FAILED]: "FAILED", [NOT_CHECKED]: "not checked" };

/** Make an element, with a class, of texts and elements. */
export function element(tag, className = "", ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/** Make a badge that tells how something ended, in words. */
export function badge(status) {
  return element("span", `badge ${status}`, STATUS[status]);
}

/** Make a line of a list that tells a finding. */
export function told(found) {
  const line = element("li", `finding ${found.status}`);
  line.dataset.check = found.check;
  line.dataset.subject = found.subject;
  line.dataset.status = found.status;
  const isOfWhole = found.subject === ARCHIVE || found.subject === BUNDLE;
  const about = isOfWhole ? [] : [element("code", "", printable(found.subject)), " "];
  line.append(badge(found.status), " ", ...about, printable(found.detail));
  return line;
}

/** Put children in an element's place of all it had. */
export function fill(place, ...children) {
  place.replaceChildren(...children);
}
