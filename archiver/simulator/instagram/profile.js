// The simulated site's own script: draws an account's grid, and asks for what comes next as one scrolls.
// Rows far from the window are taken out of the document; the grid keeps its height.
"use strict";

const modules = {};

function __d(name, needed, define) {
  modules[name] = define;
}

function query(name) {
  const module = {};
  modules[`${name}_instagramRelayOperation`](null, null, null, null, module, {});
  return module.exports;
}

// queries

const PAGE = 12;
const COLUMNS = 3;
const GAP = 4;
const NEAR = 1.5; // windows above the grid's end at which more is asked for
const BEYOND = 1; // windows above and below the window in which rows stay
const ATTEMPTS = 3;

const SURFACES = {
  posts: {
    query: "PolarisProfilePostsTabContentQuery_connection",
    root: "xdt_api__v1__feed__user_timeline_graphql_connection",
    variables: (told, after) => ({
      data: {
        count: PAGE,
        include_reel_media_seen_timestamp: true,
        include_relationship_info: true,
        latest_besties_reel_media: true,
        latest_reel_media: true,
      },
      username: told.username,
      after,
      before: null,
      first: PAGE,
      last: null,
      __relay_internal__pv__PolarisSEOIsCrawlerrelayprovider: false,
    }),
    media: (node) => node,
  },
  reels: {
    query: "PolarisProfileReelsTabContentQuery_connection",
    root: "xdt_api__v1__clips__user__connection_v2",
    variables: (told, after) => ({
      data: { include_feed_video: true, page_size: PAGE, target_user_id: told.target },
      after,
      before: null,
      first: PAGE,
      last: null,
    }),
    media: (node) => node.media,
  },
};

async function ask(told, name, root, variables, turn) {
  const tokens = JSON.parse(document.getElementById("__eqmc").textContent);
  const cookies = Object.fromEntries(document.cookie.split("; ").map((cookie) => cookie.split(/=(.*)/s)));
  const body = new URLSearchParams({
    av: told.viewer,
    __d: "www",
    __user: "0",
    __a: "1",
    __req: turn.toString(36),
    dpr: "1",
    __ccg: "EXCELLENT",
    __comet_req: "7",
    fb_dtsg: tokens.f,
    jazoest: `2${[...tokens.f].reduce((sum, letter) => sum + letter.charCodeAt(0), 0)}`,
    lsd: tokens.l,
    fb_api_caller_class: "RelayModern",
    fb_api_req_friendly_name: name,
    server_timestamps: "true",
    variables: JSON.stringify(variables),
    doc_id: query(name),
  });
  const answer = await fetch("https://www.instagram.com/graphql/query", {
    method: "POST",
    headers: {
      "X-FB-Friendly-Name": name,
      "X-Root-Field-Name": root,
      "X-CSRFToken": cookies.csrftoken,
      "X-IG-App-ID": "936619743392459",
      "X-FB-LSD": tokens.l,
      "X-ASBD-ID": "359341",
    },
    body,
  });
  return (await answer.json()).data[root];
}

class Grid {
  constructor(place) {
    this.place = place;
    this.told = place.dataset;
    this.surface = SURFACES[this.told.surface];
    this.posts = [];
    this.rows = new Map();
    this.cursor = null;
    this.more = true;
    this.asking = false;
    this.asked = 0;
    this.failures = 0;
    this.notBefore = 0;
  }

  watch() {
    addEventListener("scroll", () => this.look(), { passive: true });
    addEventListener("resize", () => this.look());
    // A scroll that outran its events must not leave the grid waiting for another one.
    setInterval(() => this.look(), 300);
    this.look();
  }

  look() {
    this.draw();
    if (this.more && !this.asking && Date.now() >= this.notBefore && this.isNear()) this.ask();
  }

  isNear() {
    if (this.asked === 0) return true;
    const below = this.place.getBoundingClientRect().bottom - innerHeight;
    // Who has not scrolled is shown no more than fills the window.
    return below <= (scrollY > 0 ? innerHeight * NEAR : 0);
  }

  async ask() {
    this.asking = true;
    try {
      const page = await this.page();
      const found = page.edges.map((edge) => edge && this.surface.media(edge.node));
      this.posts.push(...found.filter((post) => post && post.code)); // what it does not know it does not draw
      this.cursor = page.page_info.end_cursor;
      this.more = page.page_info.has_next_page;
      this.asked += 1;
      this.failures = 0;
    } catch {
      this.failures += 1;
      this.notBefore = Date.now() + 500 * this.failures;
      this.more = this.failures < ATTEMPTS;
    }
    this.asking = false;
    if (!this.more) this.end();
    this.look();
  }

  page() {
    const { query: name, root, variables } = this.surface;
    return ask(this.told, name, root, variables(this.told, this.cursor), this.asked + this.failures + 1);
  }

  draw() {
    const place = this.place.getBoundingClientRect();
    const height = Math.round(((place.width - GAP * (COLUMNS - 1)) / COLUMNS) * 1.25) + GAP;
    const count = Math.ceil(this.posts.length / COLUMNS);
    this.place.style.height = `${count * height}px`;
    const first = Math.max(0, Math.floor((-place.top - innerHeight * BEYOND) / height));
    const last = Math.min(count - 1, Math.floor((-place.top + innerHeight * (1 + BEYOND)) / height));
    for (const [index, row] of this.rows) {
      const full = Math.min(COLUMNS, this.posts.length - index * COLUMNS);
      if (index < first || index > last || row.childElementCount !== full) {
        row.remove();
        this.rows.delete(index);
      }
    }
    for (let index = first; index <= last; index += 1) {
      const row = this.rows.get(index) || this.insert(index);
      row.style.top = `${index * height}px`;
    }
  }

  insert(index) {
    const row = document.createElement("div");
    row.className = "row";
    row.append(...this.posts.slice(index * COLUMNS, (index + 1) * COLUMNS).map((post) => this.cell(post)));
    const behind = Math.min(...[...this.rows.keys()].filter((other) => other > index));
    this.place.insertBefore(row, this.rows.get(behind) || null);
    this.rows.set(index, row);
    return row;
  }

  cell(post) {
    const link = document.createElement("a");
    const image = document.createElement("img");
    const small = post.image_versions2.candidates.find((candidate) => candidate.width <= 320);
    link.href = `/${post.user.username}/${post.product_type === "clips" ? "reel" : "p"}/${post.code}/`;
    image.src = small.url;
    image.alt = post.accessibility_caption || post.caption?.text || "";
    link.append(image);
    if (this.isPinned(post)) link.append(this.badge("📌", "Pinned post icon"));
    if (post.play_count) link.append(this.badge(`▷ ${post.play_count.toLocaleString("en")}`, "View count"));
    return link;
  }

  isPinned(post) {
    const bearers = this.told.surface === "posts" ? post.timeline_pinned_user_ids : post.clips_tab_pinned_user_ids;
    return bearers.includes(this.told.target);
  }

  badge(letters, label) {
    const badge = document.createElement("span");
    badge.textContent = letters;
    badge.setAttribute("aria-label", label);
    return badge;
  }

  end() {
    if (this.posts.length) return;
    const note = document.createElement("div");
    note.className = "note";
    note.textContent = this.failures ? "Something went wrong" : "No posts yet";
    this.place.after(note);
  }
}

const place = document.querySelector(".rows");
if (place && place.dataset.shelf && place.dataset.surface === "posts") {
  ask(place.dataset, "PolarisProfileStoryHighlightsTrayContentQuery", "highlights", { user_id: place.dataset.shelf }, 0);
}
if (place) new Grid(place).watch();
