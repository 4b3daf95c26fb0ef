/** The result as a text that can be kept. */

import { printable, STEPS } from "./words.js";

/** Write the result: what it comes to, what must be known first, and all findings in the order of the steps. */
export function written(mark, verdict, first, byStep, counted, limits) {
  const marked = mark ? [mark, ""] : [];
  const lines = [...marked, verdict.title, verdict.text, "", "KNOW FIRST", ...first.map(line), "", ...counted, ""];
  for (const [name, title] of STEPS) {
    lines.push(title.toUpperCase(), ...(byStep.get(name) ?? []).map(line), "");
  }
  lines.push("WHAT THIS PAGE CANNOT DO", ...limits.map((each) => `- ${each}`), "");
  return lines.join("\n");
}

function line({ check, subject, status, detail }) {
  return printable(`${status.replace("_", " ")}  ${check}: ${subject}: ${detail}`);
}
