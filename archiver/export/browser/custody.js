/** Each capture has exactly one event that bears its seal, and conclusions name the captures they were drawn from. */

import { Check } from "./finding.js";

/** Pair copies of captures with events; it is no fault that an event's capture is not among them. */
export function checkCustody(copies, events) {
  const seals = new Map(copies.map(({ capture, seal }) => [capture, seal]));
  const speaking = new Map();
  for (const event of events.filter(({ said }) => said.capture !== null)) {
    speaking.set(event.said.capture, [...(speaking.get(event.said.capture) ?? []), event]);
  }
  return [
    ...copies.flatMap((copy) => ofCapture(copy, speaking.get(copy.capture) ?? [])),
    ...events.flatMap((event) => ofInputs(event, seals)),
  ];
}

function ofCapture(copy, events) {
  const folder = `captures/${copy.capture}`;
  const told = new Check("custody", folder);
  if (!events.length) told.fault("No event of the ledger speaks of it.");
  for (const event of events.slice(1)) {
    told.fault("It speaks of a capture that another event speaks of already.", event.path);
  }
  for (const event of events) {
    if (event.said.seal !== copy.seal) {
      told.fault(`It is not the seal that the ledger states in ${event.path}.`, `${folder}/SHA256SUMS`);
    }
    if (copy.said && copy.said.some((each, place) => each !== event.said.ended[place])) {
      told.fault("It says another kind, outcome or reason than the manifest does.", event.path);
    }
  }
  return told.findings("One event of the ledger bears its seal.");
}

function ofInputs(event, seals) {
  const told = new Check("custody", event.path);
  const here = event.said.inputs.filter(([capture]) => seals.has(capture));
  for (const [capture, seal] of here.filter((each) => seals.get(each[0]) !== each[1])) {
    told.fault(`It was drawn from ${capture} under another seal than that has here.`);
  }
  return here.length ? told.findings("The captures it was drawn from are here, under the seals it names.") : [];
}
