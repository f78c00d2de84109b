/* One key for each decision of the queue. The keys press the buttons that are there; they can be switched off, are
   silent in text fields and outside the queue, and never stand in for a key of the browser. */
const OFF = "rmt-tag-keys-off";
const isOff = () => localStorage.getItem(OFF) === "1";
const queue = () => document.querySelector("[data-tags]");

function showKeys() {
  const help = document.querySelector("[data-tags-keys]");
  if (!help) return;
  help.hidden = false;
  help.querySelector("[data-tags-switch]").checked = !isOff();
}

function press(key) {
  const target = queue().querySelector(`[data-key="${key}"]`);
  if (!target) return false;
  if (target.tagName === "DETAILS") {
    target.open = true;
    target.querySelector("select").focus();
  } else {
    target.click();
  }
  return true;
}

function isTyping(element) {
  return element.closest("select, textarea, [contenteditable], input:not([type=checkbox])") !== null;
}

document.addEventListener("keydown", (event) => {
  if (!queue() || event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target)) return;
  if (event.target !== document.body && !queue().contains(event.target)) return;
  const help = document.querySelector("[data-tags-keys]");
  if (isOff()) return;
  if (event.key === "?" && help) {
    help.open = !help.open;
    event.preventDefault();
    return;
  }
  const key = event.key === "ArrowRight" ? "j" : event.key.toLowerCase();
  if (["y", "n", "c", "j", "u"].includes(key) && press(key)) event.preventDefault();
});

document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-tags-switch]")) return;
  if (event.target.checked) localStorage.removeItem(OFF);
  else localStorage.setItem(OFF, "1");
});

/* After a decision the next title takes the focus: it is read out, and the keys go on. */
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "tags-queue" && !event.target.matches("[data-tags]")) return;
  showKeys();
  document.querySelector("[data-tags-focus]")?.focus();
});

/* An answer from elsewhere, as from the sign-in page after a session ended, is opened and not put into this page. */
document.addEventListener("htmx:beforeSwap", (event) => {
  const answered = new URL(event.detail.xhr.responseURL || location.href);
  if (answered.pathname === location.pathname) return;
  event.detail.shouldSwap = false;
  location.assign(`${location.pathname}${location.search}`);
});

showKeys();
