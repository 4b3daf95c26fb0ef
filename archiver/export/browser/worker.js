/**
 * The check runs beside the page, so that this stays alive, and can be stopped; where a browser has no such place for a
 * page from a disk, it runs in the page.
 */

import { check } from "./checking.js";

const READY = "ready";

/** Wait, beside a page, for what is to be checked. */
export function listen() {
  globalThis.addEventListener("message", async ({ data }) => {
    globalThis.postMessage({ ended: await check(data, (told) => globalThis.postMessage(told)) });
  });
  globalThis.postMessage(READY);
}

/**
 * Check what was chosen, by the page's own script; `tell` is told of findings, progress, and how it ended.
 *
 * What is given back ends it before its time.
 */
export function start(script, chosen, tell) {
  let stopped = false;
  const alive = (told) => {
    if (!stopped) tell(told);
  };
  const here = async () => alive({ ended: await check(chosen, alive) });
  const worker = workerOf(script);
  if (!worker) here();
  let isReady = false;
  worker?.addEventListener("message", ({ data }) => {
    if (data === READY) {
      isReady = true;
      worker.postMessage(chosen);
    } else {
      alive(data);
    }
  });
  worker?.addEventListener("error", (event) => {
    event.preventDefault();
    if (isReady) alive({ ended: { broken: event.message } });
    else here();
  });
  return () => {
    stopped = true;
    worker?.terminate();
  };
}

function workerOf(script) {
  try {
    const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    // The page lets no text become a script, but for this one, which is its own.
    const policy = globalThis.trustedTypes?.createPolicy("checker", { createScriptURL: (text) => text });
    return new Worker(policy ? policy.createScriptURL(address) : address);
  } catch {
    return null;
  }
}
