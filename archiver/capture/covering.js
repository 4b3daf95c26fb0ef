// Finds all that shows whoever is signed in, wherever on the page it stands, and covers it; gives the places, in pixels
// of the page. Nothing that is the page's own is touched: what covers lies above it, and is taken away again.
({ names, picture, cover }) => {
  const FACE = 100; // pixels: the larger side of a picture beside the content that may be somebody's face
  const SEAM = "\uE000"; // between two texts, since a name may be written in several
  const ANYWHERE = 6; // letters from which on a name is one within other letters too
  const UNSEEN = new Set(["SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE"]);
  const DRAWN = ["placeholder", "aria-placeholder", "data-placeholder", "alt", "label"];
  const CONTROLS =
    "input, textarea, select, button, a, img, svg, image, [contenteditable], " +
    "[role=textbox], [role=combobox], [role=button], [role=link], [role=img]";
  const PAINTED = ["backgroundImage", "content", "maskImage", "borderImageSource", "listStyleImage"];

  const main = document.querySelector("main, [role=main]");
  const elements = [];
  const texts = [];
  const walk = (node) => {
    for (let at = node.firstChild; at; at = at.nextSibling) {
      if (at.nodeType === Node.TEXT_NODE && at.data.trim()) texts.push(at);
      if (at.nodeType !== Node.ELEMENT_NODE || UNSEEN.has(at.nodeName)) continue;
      elements.push(at);
      if (at.shadowRoot) walk(at.shadowRoot);
      walk(at);
    }
  };
  elements.push(document.documentElement);
  walk(document.documentElement);

  // names

  const written = (name) => name.replace(/[.*+?^${}()|[\]\\\/]/g, "\\$&").replace(/\s+/g, `[\\s${SEAM}]+`);
  const alone = (name) => `(?<![\\p{L}\\p{N}])${written(name)}(?![\\p{L}\\p{N}])`;
  const pattern = names.map((name) => (name.length < ANYWHERE ? alone(name) : written(name))).join("|") || "(?!)";
  const holds = (words) => new RegExp(pattern, "iu").test(words ?? "");

  const boxes = [];
  const add = (rects) => {
    for (const rect of rects) {
      if (rect.width < 1 || rect.height < 1) continue;
      const [left, top] = [Math.floor(rect.left + scrollX) - 1, Math.floor(rect.top + scrollY) - 1];
      boxes.push([left, top, Math.ceil(rect.right + scrollX) + 1 - left, Math.ceil(rect.bottom + scrollY) + 1 - top]);
    }
  };
  const starts = [];
  let all = "";
  for (const text of texts) {
    starts.push(all.length);
    all += text.data + SEAM;
  }
  const at = (place) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle] <= place) low = middle;
      else high = middle - 1;
    }
    return [texts[low], Math.min(place - starts[low], texts[low].data.length)];
  };
  for (const found of all.matchAll(new RegExp(pattern, "giu"))) {
    const range = document.createRange();
    range.setStart(...at(found.index));
    range.setEnd(...at(found.index + found[0].length));
    add(range.getClientRects());
  }
  for (const element of elements) {
    const said = DRAWN.map((name) => element.getAttribute(name));
    if (element.matches("input, textarea")) said.push(element.value);
    if (element.matches("select")) said.push(...[...element.selectedOptions].map((option) => option.text));
    // A label is not drawn itself; but what it labels is.
    if (element.matches(CONTROLS)) said.push(element.getAttribute("aria-label"), element.getAttribute("title"));
    if (said.some(holds)) add([element.getBoundingClientRect()]);
  }

  // pictures

  const path = (address) => {
    try {
      const url = new URL(address, document.baseURI);
      return url.protocol.startsWith("http") ? url.pathname : address;
    } catch {
      return address;
    }
  };
  const sources = (element) => {
    const own = [element.currentSrc || element.getAttribute("src"), element.getAttribute("poster")];
    if (element.localName === "image") own.push(element.getAttribute("href"), element.getAttribute("xlink:href"));
    return own.filter(Boolean).map(path);
  };
  const painted = (element) => {
    const found = [];
    for (const part of [null, "::before", "::after"]) {
      const style = getComputedStyle(element, part);
      for (const property of PAINTED) {
        const value = style[property];
        if (!value.includes("url(")) continue;
        for (const [, address] of value.matchAll(/url\("(.*?)"\)/g)) {
          // Where a picture before or after an element's words stands nothing tells, but that it is within what holds it.
          const holder = part && property === "content" ? element.parentElement : element;
          // Icons are cut out of large pictures that hold many, beside the content and within it.
          const fitted = property !== "backgroundImage" || /cover|contain|100%/.test(style.backgroundSize);
          found.push({ path: path(address), fitted, holder });
        }
      }
    }
    return found;
  };
  const faces = new Set();
  const shown = elements.map((element) => [element, sources(element), painted(element)]);
  for (const [element, own, behind] of shown) {
    if (!main || main.contains(element) || element.contains(main)) continue;
    const box = element.getBoundingClientRect();
    if (Math.max(box.width, box.height) > FACE) continue;
    for (const each of [...own, ...behind.filter(({ fitted }) => fitted).map((one) => one.path)]) faces.add(each);
  }
  const isFace = (each) => faces.has(each) || (picture.length > 0 && picture.includes(each.split("/").pop()));
  for (const [element, own, behind] of shown) {
    const holders = behind.filter((one) => isFace(one.path)).map((one) => one.holder);
    if (own.some(isFace)) holders.push(element);
    for (const holder of holders) add([holder.getBoundingClientRect()]);
  }

  // the cover

  if (cover && boxes.length) {
    const whole = document.createElement("div");
    const placed = "all:initial!important;display:block!important;position:absolute!important;";
    whole.style.cssText = `${placed}left:0!important;top:0!important;z-index:2147483647!important`;
    for (const [left, top, width, height] of boxes) {
      const one = document.createElement("div");
      const size = `left:${left}px!important;top:${top}px!important;width:${width}px!important;height:${height}px!important`;
      one.style.cssText = `${placed}${size};background:#8d949e!important`;
      whole.append(one);
    }
    whole.popover = "manual";
    document.documentElement.append(whole);
    whole.showPopover?.(); // above dialogs too
    // Where a page begins elsewhere than at its corner, so does what covers it.
    const first = whole.firstChild.getBoundingClientRect();
    whole.style.setProperty("left", `${boxes[0][0] - scrollX - first.left}px`, "important");
    whole.style.setProperty("top", `${boxes[0][1] - scrollY - first.top}px`, "important");
    window.archiverCover = whole;
  }
  return boxes;
}
