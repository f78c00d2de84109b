// The map answers the pointer, a tap and the keyboard with a card: country, steps, people, its page, and what lies near.
const REACH = 24; // in CSS pixels: half the width of a finger
const MOST_NEAR = 8;

const links = (svg) => [...svg.querySelectorAll(".world__link")];
const said = (link) => link.querySelector("title").textContent;
const nameOf = (link) => said(link).split(": ", 1)[0];

function away(link, x, y) {
  const box = link.getBoundingClientRect();
  const outside = Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
  return { link, outside, middle: Math.hypot((box.left + box.right) / 2 - x, (box.top + box.bottom) / 2 - y) };
}

function near(svg, x, y) {
  return links(svg)
    .map((link) => away(link, x, y))
    .filter((place) => place.outside <= REACH)
    .sort((a, b) => a.middle - b.middle)
    .map((place) => place.link);
}

function element(name, className, text, href) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  if (href) made.href = href;
  return made;
}

function show(link, others = [], live = "off") {
  const card = link.closest(".world__view").querySelector(".world__card");
  const href = link.getAttribute("href");
  const name = nameOf(link);
  const title = element("p", "world__name", name);
  title.dir = "auto";
  card.setAttribute("aria-live", live);
  card.replaceChildren(
    title,
    ...said(link).slice(name.length + 2).split("; ").map((text) => element("p", "", text)),
    element("a", "world__open", card.dataset.open, href),
  );
  if (others.length) {
    const row = element("p", "world__near", card.dataset.near);
    row.append(...others.slice(0, MOST_NEAR).map((other) => element("a", "", nameOf(other), other.getAttribute("href"))));
    card.append(row);
  }
  card.hidden = false;
  for (const each of links(link.ownerSVGElement)) each.classList.toggle("world__link--chosen", each === link);
}

function ready() {
  for (const svg of document.querySelectorAll(".world__svg")) {
    const first = svg.querySelector(".world__link");
    if (!first || svg.querySelector("[tabindex='0']")) continue;
    first.setAttribute("tabindex", "0"); // one stop for the whole map; arrows lead on
    svg.querySelector("desc").append(` ${svg.parentElement.querySelector(".world__card").dataset.keys}`);
  }
}

let pointer = "mouse";
document.addEventListener("pointerdown", (event) => (pointer = event.pointerType), true);

document.addEventListener("pointermove", (event) => {
  const link = event.pointerType === "mouse" && event.target.closest?.(".world__link");
  if (link && !link.classList.contains("world__link--chosen")) show(link);
});

document.addEventListener("click", (event) => {
  const svg = event.target.closest?.(".world__svg");
  if (!svg || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const hit = event.target.closest(".world__link");
  if (hit && (pointer === "mouse" || event.detail === 0)) return; // a click follows the link, as Enter does
  const found = near(svg, event.clientX, event.clientY).filter((link) => link !== hit);
  if (hit) found.unshift(hit);
  if (!found.length) return;
  event.preventDefault();
  show(found[0], found.slice(1), "polite");
});

document.addEventListener("focusin", (event) => {
  const link = event.target.closest?.(".world__link");
  if (link?.matches(":focus-visible")) show(link);
});

document.addEventListener("keydown", (event) => {
  const link = event.target.closest?.(".world__link");
  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  if (!link || !(event.key in steps)) return;
  event.preventDefault();
  const all = links(link.ownerSVGElement);
  const next = all.at((all.indexOf(link) + steps[event.key]) % all.length);
  link.setAttribute("tabindex", "-1");
  next.setAttribute("tabindex", "0");
  next.focus();
});

// Another question is answered in place; without a connection the button still asks it.
let latest = 0;
document.addEventListener("change", async (event) => {
  const form = event.target.closest("[data-map]");
  if (!form) return;
  const asked = ++latest;
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  const answer = await fetch(`${form.action.split("#")[0]}?${query}`).catch(() => null);
  if (!answer?.ok || asked !== latest) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const figure = page.querySelector(".map .world");
  if (!figure || asked !== latest) return;
  document.querySelector(".map .world").replaceWith(figure);
  form.querySelector("[role=status]").textContent = figure.querySelector(".bars__title").textContent;
  history.replaceState(null, "", `?${query}`);
  ready();
});

document.addEventListener("htmx:afterSettle", ready); // the explorer swaps its map
ready();
