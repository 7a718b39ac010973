// Says before a session is over, and keeps it for whoever stays. What a page says without this: time_limit.jinja.

const WARN = 5 * 60; // seconds before
const dialog = document.querySelector(".app-time-limit");
const form = dialog.querySelector("form");
const otherTabs = new BroadcastChannel("time limit");
let ends, more, shown = "";

function lasts(until, canBeMore) {
  ends = until;
  more = canBeMore;
  tick();
}

function lastsFor({ seconds, more }) {
  lasts(Date.now() + seconds * 1000, more);
  otherTabs.postMessage([ends, more]);
}

function tick() {
  const left = Math.ceil((ends - Date.now()) / 1000);
  if (left > WARN) show("");
  else if (left > 0) show(more ? "soon" : "last", inWords(left));
  else show("over");
}

// Only every minute, and in the last one every 20 seconds, as whoever hears it is told each time.
function inWords(left) {
  if (left <= 40) return `${Math.ceil(left / 20) * 20} seconds`;
  return left <= 60 ? "1 minute" : `${Math.ceil(left / 60)} minutes`;
}

function show(state, words = "") {
  for (const time of dialog.querySelectorAll("[aria-live]")) if (time.textContent !== words) time.textContent = words;
  if (state === shown) return;
  shown = state;
  for (const part of dialog.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== state;
  if (dialog.open) dialog.close();
  if (!state) return;
  dialog.setAttribute("aria-labelledby", `time-limit-${state}`);
  dialog.showModal();
}

async function stay() {
  const failed = dialog.querySelector("[role=status] p");
  failed.hidden = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (!answer.ok) throw new Error(answer.status);
    lastsFor(await answer.json());
  } catch {
    failed.hidden = false;
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  stay();
});
dialog.addEventListener("cancel", (event) => {
  if (shown !== "soon") return;
  event.preventDefault(); // who presses Escape is there, and wants to go on
  stay();
});
otherTabs.addEventListener("message", ({ data: [until, canBeMore] }) => {
  if (until > ends) lasts(until, canBeMore);
});
lastsFor({ seconds: Number(dialog.dataset.seconds), more: dialog.dataset.more === "True" });
setInterval(tick, 1000);
