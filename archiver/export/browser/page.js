/** The page: what is chosen is checked, and what is found is shown as it comes. */

import { fromDrop, fromFolder } from "./choosing.js";
import { readFingerprint, signer } from "./outside.js";
import { written } from "./report.js";
import { badge, element, fill, told } from "./showing.js";
import { Steps } from "./steps.js";
import { verdictOf } from "./verdict.js";
import { number, plain, printable, size, STEPS } from "./words.js";
import { start } from "./worker.js";

const NOT_DROPPED =
  "Your browser does not let this page read what you dropped. Drop the one folder, or its ZIP file; or use a button.";
const COUNTS = ["captures", "records", "events", "checkpoints", "media", "files"];

/** Bring the page to life; `script` is its own text, which runs beside it too. */
export function show(script) {
  const page = new Page(script);
  const [folder, zip] = [at("folder"), at("zip")];
  folder.addEventListener("change", () => folder.files.length && page.check(fromFolder(folder.files)));
  zip.addEventListener("change", () => zip.files.length && page.check({ zip: zip.files[0] }));
  at("fingerprint").addEventListener("input", () => page.showSigner());
  at("stop").addEventListener("click", () => page.stop());
  at("save").addEventListener("click", () => page.save());
  listenForDrops((chosen) => (chosen ? page.check(chosen) : page.refuse(NOT_DROPPED)));
}

function at(id) {
  return document.getElementById(id);
}

function listenForDrops(take) {
  const mark = (isOver) => document.body.classList.toggle("dropping", isOver);
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    mark(true);
  });
  document.addEventListener("dragleave", (event) => event.relatedTarget ?? mark(false));
  document.addEventListener("drop", async (event) => {
    event.preventDefault();
    mark(false);
    take(await fromDrop(event.dataTransfer));
  });
}

class Page {
  #script;
  #stop = () => {};
  #steps = null;
  #byStep = new Map();
  #ended = null;

  constructor(script) {
    this.#script = script;
  }

  /** Check what was chosen, in place of what was before. */
  check(chosen) {
    this.#stop();
    this.#byStep = new Map();
    this.#ended = null;
    this.#steps = new Steps(at("steps"));
    at("refused").hidden = true;
    at("progress").hidden = at("result").hidden = false;
    for (const id of ["verdict", "first", "counts", "withheld", "save"]) at(id).hidden = true;
    at("running").hidden = false;
    this.#say("The check begins.");
    this.#work("zip" in chosen ? "zip" : "bag");
    this.#stop = start(this.#script, chosen, (message) => this.#take(message));
  }

  /** End the check before its time. */
  stop() {
    this.#stop();
    this.#end({ stopped: true });
  }

  /** Say why what was chosen is not checked. */
  refuse(why) {
    this.#stop();
    at("progress").hidden = at("result").hidden = true;
    at("refused").hidden = false;
    fill(at("refused"), badge("failed"), " ", printable(why));
    this.#say(why);
  }

  #take({ step, findings, progress, ended }) {
    if (progress) this.#showProgress(progress);
    if (findings) {
      this.#byStep.set(step, findings);
      this.#steps.end(step, findings);
      const next = STEPS.find(([name]) => !this.#byStep.has(name));
      if (next) this.#work(next[0]);
    }
    if (ended?.refused) this.refuse(ended.refused);
    else if (ended) this.#end(ended);
  }

  #work(name) {
    this.#steps.begin(name);
    const place = STEPS.findIndex(([each]) => each === name);
    const title = place < 0 ? "Reading the ZIP file" : `Step ${place + 1} of ${STEPS.length}: ${STEPS[place][1]}`;
    fill(at("step"), title);
    this.#say(title);
  }

  #showProgress({ what, done, of, bytes, ofBytes }) {
    const bar = at("bar");
    bar.max = Math.max(1, ofBytes);
    bar.value = bytes;
    const which = of ? `${number(done + 1)} of ${number(of)}: ` : "";
    fill(at("far"), `${size(bytes)} of ${size(ofBytes)} read`);
    fill(at("what"), printable(`${which}${what}`));
  }

  #end({ result = null, stopped = false, broken = "" }) {
    this.#stop = () => {};
    this.#ended = { result, stopped: stopped || Boolean(broken), newer: result?.newer ?? false, broken };
    this.#steps.stop();
    at("progress").hidden = at("running").hidden = true;
    for (const id of ["verdict", "first", "save"]) at(id).hidden = false;
    this.#showCounts(result?.counts ?? {});
    this.#showWithheld(result?.withheld ?? []);
    this.showSigner();
    this.#say(this.#verdict().title);
    at("verdict").focus();
  }

  #findings() {
    return [...this.#byStep.values()].flat();
  }

  #signer() {
    const { known = null, sealed = false } = this.#ended.result ?? {};
    return signer(known, readFingerprint(at("fingerprint").value), sealed);
  }

  #first() {
    const origin = this.#ended.result?.origin;
    return [this.#signer(), ...(origin ? [origin] : [])];
  }

  #verdict() {
    const verdict = verdictOf(this.#findings(), this.#signer(), this.#ended);
    const { broken } = this.#ended;
    return broken ? { ...verdict, text: `The page itself failed (${printable(broken)}). ${verdict.text}` } : verdict;
  }

  /** Hold the signer against what was entered, as that changes. */
  showSigner() {
    const entered = readFingerprint(at("fingerprint").value);
    at("fingerprint").setAttribute("aria-invalid", String(entered === null));
    at("no-fingerprint").hidden = entered !== null;
    if (!this.#ended) return;
    const { status, title, text } = this.#verdict();
    const place = at("verdict");
    place.className = `verdict ${status}`;
    place.dataset.status = status;
    const { mark = "" } = this.#ended.result ?? {};
    const marked = mark ? [element("p", "mark", mark)] : [];
    fill(place, ...marked, element("h2", "", title), element("p", "", text));
    fill(at("first-list"), ...this.#first().map(told));
  }

  #showCounts(counts) {
    const known = COUNTS.filter((name) => counts[name] !== undefined);
    at("counts").hidden = !known.length;
    const pairs = known.map((name) => {
      const pair = element("div", "", element("dt", "", name), element("dd", "", number(counts[name])));
      pair.dataset.count = name;
      return pair;
    });
    fill(at("counts"), ...pairs);
  }

  #showWithheld(withheld) {
    at("withheld").hidden = !withheld.length;
    const rows = withheld.map(([what, count]) => {
      const [kind, why] = plain(what);
      return element("tr", "", ...[kind, printable(why), number(count)].map((text) => element("td", "", text)));
    });
    fill(at("withheld-rows"), ...rows);
  }

  #say(text) {
    fill(at("live"), printable(text));
  }

  /** Have the result saved as a text. */
  save() {
    const counted = [...document.querySelectorAll("#counts > div")].map((pair) => pair.innerText.replace(/\s+/g, ": "));
    const limits = [...document.querySelectorAll("#limits li")].map((each) => each.innerText);
    const mark = this.#ended.result?.mark ?? "";
    const text = written(mark, this.#verdict(), this.#first(), this.#byStep, counted, limits);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
    link.download = "result-of-check.txt";
    link.click();
    URL.revokeObjectURL(link.href);
  }
}
