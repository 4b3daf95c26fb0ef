/** The numbered steps of the check, as they are shown while it runs and when it has ended. */

import { FAILED, NOT_CHECKED, VERIFIED } from "./finding.js";
import { badge, element, told } from "./showing.js";
import { statusOf } from "./verdict.js";
import { NEVER_VERIFIED, number, STEPS } from "./words.js";

/** The list of steps. */
export class Steps {
  #lines = new Map();

  /** Fill a list with all steps, none of which has ended. */
  constructor(list) {
    list.replaceChildren();
    for (const [name, title, text] of STEPS) {
      const status = element("span", "status", element("span", "badge waiting", "waiting"));
      const line = element("li", "step", element("h3", "", title, " ", status), element("p", "about", text));
      line.dataset.step = name;
      this.#lines.set(name, { line, status });
      list.append(line);
    }
  }

  /** Show that a step is at work. */
  begin(name) {
    this.#lines.get(name)?.status.replaceChildren(element("span", "badge working", "at work"));
  }

  /** Show how a step ended. */
  end(name, findings) {
    const { line, status } = this.#lines.get(name);
    const found = statusOf(findings);
    status.replaceChildren(badge(found === VERIFIED && NEVER_VERIFIED.includes(name) ? NOT_CHECKED : found));
    line.dataset.status = found;
    const open = findings.filter((each) => each.status !== VERIFIED);
    const proven = findings.filter((each) => each.status === VERIFIED);
    const faults = open.filter((each) => each.status === FAILED);
    const rest = open.filter((each) => each.status !== FAILED);
    if (open.length) line.append(element("ul", "findings", ...faults.map(told), ...rest.map(told)));
    if (proven.length) line.append(folded(proven));
  }

  /** Show that what has not ended never will. */
  stop() {
    for (const { line, status } of this.#lines.values()) {
      if (!line.dataset.status) status.replaceChildren(badge(NOT_CHECKED));
    }
  }
}

function folded(proven) {
  const count = proven.length === 1 ? "1 check verified" : `${number(proven.length)} checks verified`;
  return element("details", "", element("summary", "", count), element("ul", "findings", ...proven.map(told)));
}
