// The simulated site's own script: draws a timeline or a tab, and asks for what comes next as one scrolls.
"use strict";

const modules = {};

function __d(name, needed, define) {
  modules[name] = define;
}

function query(name) {
  const module = {};
  modules[`${name}_facebookRelayOperation`](null, null, null, null, module, {});
  return module.exports;
}

// queries

const NEAR = 1.5; // windows above the end at which more is asked for
const ATTEMPTS = 3;
const GUARD = "for (;;);";
const RELAY = { __relay_internal__pv__CometUFIShareActionMigrationrelayprovider: true };

const SURFACES = {
  posts: {
    query: "ProfileCometTimelineFeedRefetchQuery",
    variables: (told, cursor) => ({
      afterTime: null,
      beforeTime: null,
      count: 3,
      cursor,
      feedLocation: "TIMELINE",
      feedbackSource: 0,
      focusCommentID: null,
      memorializedSplitTimeFilter: null,
      omitPinnedPost: true,
      postedBy: { group: "OWNER" },
      privacy: null,
      privacySelectorRenderLocation: "COMET_STREAM",
      renderLocation: "timeline",
      scale: 1,
      stream_count: 1,
      taggedInOnly: null,
      useDefaultActor: false,
      id: told.owner,
      ...RELAY,
    }),
    found: (data) => data.node.timeline_list_feed_units,
    node: (edge) => edge.node,
  },
  photos: {
    query: "ProfileCometAppCollectionPhotosRendererPaginationQuery",
    variables: (told, cursor) => ({ count: 8, cursor, scale: 1, id: told.collection }),
    found: (data) => data.node.pageItems,
    node: (edge) => edge.node,
  },
  reels: {
    query: "ProfileCometAppCollectionReelsRendererPaginationQuery",
    variables: (told, cursor) => ({ count: 8, cursor, feedLocation: "COMET_MEDIA_VIEWER", id: told.collection, ...RELAY }),
    found: (data) => data.node.aggregated_fb_shorts,
    node: (edge) => edge.profile_reel_node && edge.profile_reel_node.node,
  },
};
SURFACES.videos = SURFACES.photos;

// Splits an answer into its documents: where one ends is told by brackets, not by lines.
function documents(text) {
  const found = [];
  let begin = -1;
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (quoted) {
      if (letter === "\\") at += 1;
      else if (letter === '"') quoted = false;
    } else if (letter === '"') quoted = true;
    else if (letter === "{" || letter === "[") {
      if (depth === 0) begin = at;
      depth += 1;
    } else if ((letter === "}" || letter === "]") && depth > 0) {
      depth -= 1;
      if (depth === 0) found.push(JSON.parse(text.slice(begin, at + 1)));
    }
  }
  return found;
}

// Puts the parts of an answer where they belong.
function whole(parts) {
  const [first, ...others] = parts;
  if (!first || !first.data) throw new Error("no answer");
  for (const { path, data } of others) {
    if (!path || !data) continue;
    const last = path[path.length - 1];
    let bearer = first.data;
    for (const step of path.slice(0, -1)) bearer = bearer === undefined || bearer === null ? undefined : bearer[step];
    if (bearer === undefined || bearer === null) continue;
    bearer[last] = Object.assign(bearer[last] || {}, data);
  }
  return first.data;
}

function defined(name) {
  for (const script of document.scripts) {
    const found = script.textContent.match(new RegExp(`"${name}",\\[\\],\\{"token":"((?:[^"\\\\]|\\\\.)*)"`));
    if (found) return JSON.parse(`"${found[1]}"`);
  }
  return "";
}

class Timeline {
  constructor(place) {
    this.place = place;
    this.told = place.dataset;
    this.surface = SURFACES[this.told.surface];
    this.cursor = this.told.cursor || null;
    this.more = this.told.more === "true";
    this.asking = false;
    this.asked = 0;
    this.failures = 0;
    this.notBefore = 0;
  }

  watch() {
    addEventListener("scroll", () => this.look(), { passive: true });
    setInterval(() => this.look(), 300);
    this.look();
  }

  look() {
    const below = this.place.getBoundingClientRect().bottom - innerHeight;
    // Who has not scrolled is shown no more than fills the window.
    const near = below <= (scrollY > 0 ? innerHeight * NEAR : 0);
    if (this.more && !this.asking && Date.now() >= this.notBefore && near) this.ask();
  }

  async ask() {
    this.asking = true;
    try {
      const page = this.surface.found(whole(documents((await this.text()).replaceAll(GUARD, ""))));
      for (const edge of page.edges) this.draw(edge && this.surface.node(edge));
      this.cursor = page.page_info.end_cursor;
      this.more = page.page_info.has_next_page;
      this.failures = 0;
    } catch {
      this.failures += 1;
      this.notBefore = Date.now() + 500 * this.failures;
      this.more = this.failures < ATTEMPTS;
    }
    this.asked += 1;
    this.asking = false;
    this.look();
  }

  async text() {
    const dtsg = defined("DTSGInitialData");
    const body = new URLSearchParams({
      av: this.told.viewer,
      __user: this.told.viewer,
      __a: "1",
      __req: (this.asked + 1).toString(36),
      dpr: "1",
      __ccg: "EXCELLENT",
      __comet_req: "15",
      fb_dtsg: dtsg,
      jazoest: `2${[...dtsg].reduce((sum, letter) => sum + letter.charCodeAt(0), 0)}`,
      lsd: defined("LSD"),
      fb_api_caller_class: "RelayModern",
      fb_api_req_friendly_name: this.surface.query,
      variables: JSON.stringify(this.surface.variables(this.told, this.cursor)),
      server_timestamps: "true",
      doc_id: query(this.surface.query),
    });
    const headers = { "X-FB-Friendly-Name": this.surface.query, "X-FB-LSD": defined("LSD"), "X-ASBD-ID": "359341" };
    const answer = await fetch("/api/graphql/", { method: "POST", headers, body });
    if (!answer.ok) throw new Error("refused");
    return answer.text();
  }

  draw(node) {
    if (!node || !node.id) return;
    if (this.told.surface === "posts") this.article(node);
    else this.cell(node);
  }

  article(story) {
    if (!story.comet_sections) return; // what it does not know it does not draw
    const { content, timestamp } = story.comet_sections;
    const article = document.createElement("div");
    article.setAttribute("role", "article");
    article.setAttribute("aria-posinset", String(this.place.children.length + 1));
    const link = document.createElement("a");
    link.href = content.story.wwwURL;
    link.textContent = new Date(timestamp.story.creation_time * 1000).toISOString();
    const words = document.createElement("p");
    words.textContent = content.story.message ? content.story.message.text : "";
    article.append(link, words, ...pictures(content.story.attachments[0]));
    this.place.append(article);
  }

  cell(node) {
    const link = document.createElement("a");
    const [media] = node.attachments || [];
    link.href = node.url || media.media.url;
    link.append(picture(node.image ? node.image.uri : media.media.preferred_thumbnail.image.uri, ""));
    this.place.append(link);
  }
}

function pictures(attachment) {
  if (!attachment) return [];
  const shown = (attachment.styles || attachment.style_type_renderer).attachment;
  const reel = shown.style_infos && shown.style_infos[0].fb_shorts_story;
  const media = reel ? reel.attachments[0].media : shown.media;
  const all = shown.all_subattachments ? shown.all_subattachments.nodes.map((node) => node.media) : [media];
  return all.filter(Boolean).flatMap((one) => {
    const image = one.photo_image || one.image || one.large_share_image || (one.preferred_thumbnail || {}).image;
    return image ? [picture(image.uri, one.accessibility_caption || "")] : [];
  });
}

function picture(address, alt) {
  const image = document.createElement("img");
  image.src = address;
  image.alt = alt;
  image.width = 300;
  image.height = 300;
  return image;
}

const place = document.querySelector("[data-surface]");
if (place) new Timeline(place).watch();
