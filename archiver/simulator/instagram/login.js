// The simulated site's own script: sends the name from the login form, and goes where one came from.
"use strict";

const form = document.querySelector("form");

function csrf() {
  const found = document.cookie.split("; ").find((cookie) => cookie.startsWith("csrftoken="));
  return found ? found.slice("csrftoken=".length) : "";
}

function next() {
  const wanted = new URLSearchParams(location.search).get("next") || "/";
  return wanted.startsWith("/") && !wanted.startsWith("//") ? wanted : "/";
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  // What was typed as a password stays where it was typed.
  const body = new URLSearchParams({ username: form.elements.username.value, enc_password: "", queryParams: "{}" });
  const answer = await fetch("/accounts/login/ajax/", {
    method: "POST",
    headers: { "X-CSRFToken": csrf(), "X-IG-App-ID": "936619743392459", "X-Requested-With": "XMLHttpRequest" },
    body,
  });
  const said = await answer.json();
  if (said.authenticated) location.assign(next());
  else form.querySelector("p").textContent = "Sorry, the username is missing.";
});
