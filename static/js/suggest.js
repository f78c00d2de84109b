/* Suggestions while typing a search: a list below the field, for keys, pointers and screen readers (a combobox as the
   ARIA practices describe it). Without it, or without an answer, the form searches as ever. */
for (const form of document.querySelectorAll("form[data-suggestions]")) {
  const field = form.querySelector("input[name=q]");
  const list = document.createElement("ul");
  const status = document.createElement("span");
  list.id = `${field.id}-suggestions`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.suggestionsLabel);
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  field.after(list, status);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) {
    field.setAttribute(name, value);
  }
  let chosen = -1;
  let timer = 0;
  let asking = new AbortController();

  const close = () => {
    clearTimeout(timer);
    asking.abort();
    list.hidden = true;
    chosen = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };

  const choose = (place) => {
    const options = [...list.children];
    chosen = (place + options.length + 1) % (options.length + 1); // one past the last is the field itself
    options.forEach((option, each) => option.setAttribute("aria-selected", String(each === chosen)));
    if (chosen === options.length) {
      chosen = -1;
      field.removeAttribute("aria-activedescendant");
    } else {
      field.setAttribute("aria-activedescendant", options[chosen].id);
      options[chosen].scrollIntoView({ block: "nearest" });
    }
  };

  const show = (found) => {
    list.replaceChildren(
      ...found.map((each, place) => {
        const option = document.createElement("li");
        const title = document.createElement("span");
        const detail = document.createElement("span");
        option.id = `${list.id}-${place}`;
        option.className = "suggestions__option";
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.url = each.url;
        title.dir = detail.dir = "auto";
        title.textContent = each.title;
        detail.className = "suggestions__detail";
        detail.textContent = [each.kind, each.detail].filter(Boolean).join(" · ");
        option.append(title, detail);
        return option;
      }),
    );
    chosen = -1;
    list.hidden = !found.length;
    field.setAttribute("aria-expanded", String(Boolean(found.length)));
    status.textContent = `${form.dataset.suggestionsLabel}: ${found.length}`;
  };

  const ask = async () => {
    asking.abort();
    asking = new AbortController();
    const address = `${form.dataset.suggestions}?${new URLSearchParams({ q: field.value.trim() })}`;
    try {
      const answer = await fetch(address, { signal: asking.signal });
      if (answer.ok && document.activeElement === field) show((await answer.json()).suggestions);
    } catch {
      close(); // another letter was typed, or the line has dropped
    }
  };

  field.addEventListener("input", () => {
    close();
    if (field.value.trim().length > 1) timer = setTimeout(ask, 200);
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? list.children.length - 1 : chosen - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && chosen >= 0) location.assign(list.children[chosen].dataset.url);
    else return;
    event.preventDefault();
  });
  field.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => location.assign(event.target.closest("li").dataset.url));
}
