// The simulated site's own script: shows stories one after the other, and tells that they were seen in every way there is.
"use strict";

const place = document.querySelector(".stories");
const told = place.dataset;
const tokens = JSON.parse(document.getElementById("__eqmc").textContent);
const cookies = Object.fromEntries(document.cookie.split("; ").map((cookie) => cookie.split(/=(.*)/s)));

function graphql(name, variables, more = {}) {
  const body = new URLSearchParams({
    av: told.viewer,
    __comet_req: "7",
    fb_dtsg: tokens.f,
    lsd: tokens.l,
    fb_api_caller_class: "RelayModern",
    fb_api_req_friendly_name: name,
    server_timestamps: "true",
    variables: JSON.stringify(variables),
    doc_id: "99000000000000201",
  });
  const headers = {
    "X-FB-Friendly-Name": name,
    "X-CSRFToken": cookies.csrftoken,
    "X-IG-App-ID": "936619743392459",
    "X-FB-LSD": tokens.l,
  };
  return fetch("https://www.instagram.com/graphql/query", { method: "POST", headers, body, ...more });
}

function tell(story) {
  const now = Math.floor(Date.now() / 1000);
  const seen = { reelId: told.reel, reelMediaId: story.pk, reelMediaOwnerId: told.owner, viewSeenAt: now };
  const form = () => new URLSearchParams(seen);
  graphql("PolarisStoriesV3SeenMutation", seen).catch(() => {});
  graphql("PolarisStoriesV3SeenMutation", seen, { keepalive: true }).catch(() => {});
  const asked = new XMLHttpRequest();
  asked.open("POST", "/api/v1/stories/reel/seen/");
  asked.setRequestHeader("X-CSRFToken", cookies.csrftoken);
  asked.send(form());
  navigator.sendBeacon("/stories/reel/seen/", form());
  new Image().src = `/stories/reel/seen/?${form()}`;
  addEventListener("pagehide", () => navigator.sendBeacon("/stories/reel/seen/", form()));
}

function show(story) {
  const image = document.createElement("img");
  image.src = story.image_versions2.candidates[0].url;
  image.alt = story.accessibility_caption || "";
  place.append(image);
  tell(story);
}

async function reel() {
  if (!told.asks) return JSON.parse(document.getElementById("reel").textContent);
  const variables = { initial_reel_id: told.reel, reel_ids: [told.reel], reel_ids_arr: [told.reel], first: 1 };
  const answer = await graphql("PolarisStoriesV3HighlightsPageQuery", variables);
  const found = (await answer.json()).data.xdt_api__v1__feed__reels_media__connection;
  return found.edges[0].node.items;
}

reel().then((items) => items.filter((story) => story && story.pk).forEach(show));
