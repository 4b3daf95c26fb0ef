// Has a page ask with another cursor, once it asks with one: its next request that carries `cursor` in a form's values is
// sent with `to`. Whatever it asks else, and all after that, is its own; what it asked with before is put back.
({ cursor, to }) => {
  window.archiverLeadingOn?.();
  const send = XMLHttpRequest.prototype.send;
  const fetch = window.fetch;
  const within = (text) => JSON.stringify(text).slice(1, -1);
  const restore = () => {
    XMLHttpRequest.prototype.send = send;
    window.fetch = fetch;
    delete window.archiverLeadingOn;
  };
  const led = (body) => {
    if (!(typeof body === "string" || body instanceof URLSearchParams)) return body;
    const form = new URLSearchParams(body);
    let found = false;
    const changed = [...form].map(([name, value]) => {
      if (value === cursor) {
        found = true;
        return [name, to];
      }
      const [here, there] = [`"${within(cursor)}"`, `"${within(to)}"`];
      if (!value.includes(here)) return [name, value];
      found = true;
      return [name, value.replace(here, () => there)];
    });
    if (!found) return body;
    restore();
    const written = new URLSearchParams(changed);
    return typeof body === "string" ? written.toString() : written;
  };
  XMLHttpRequest.prototype.send = function (body) {
    return send.call(this, led(body));
  };
  window.fetch = function (request, options) {
    return fetch.call(window, request, options && "body" in options ? { ...options, body: led(options.body) } : options);
  };
  window.archiverLeadingOn = restore;
}
