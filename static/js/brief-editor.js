/* A bar of tools above each text of a brief, a menu of figures and pictures to choose from, and a preview that follows
   what is typed. Without it, the texts are plain fields, the preview opens in a tab of its own, and the figures stand in a list to copy from. */
(() => {
  "use strict";
  const words = document.currentScript.dataset;
  const bar = document.getElementById("editor-bar");
  const choosing = document.getElementById("editor-choose");
  const menu = document.querySelector("[data-editor-menu]");
  const PAUSE = 800, PATIENCE = 20000;
  const ALONE = /^\[\[(chart|table|map|picture)\b/; // stands on a line of its own
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  // Typing: what is put in can be undone like anything typed, and is told to whoever listens (the autosave)

  function type(area, text) {
    area.focus();
    if (document.execCommand("insertText", false, text)) return;
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function replace(area, start, end, text) {
    area.setSelectionRange(start, end);
    type(area, text);
  }

  /* Put marks around what is selected, or take them away; with nothing selected, around words to write over. */
  function around(area, mark, example) {
    const { selectionStart: start, selectionEnd: end, value } = area;
    const inside = value.slice(start, end) || example;
    if (value.slice(start - mark.length, start) === mark && value.slice(end, end + mark.length) === mark) {
      replace(area, start - mark.length, end + mark.length, value.slice(start, end));
      return area.setSelectionRange(start - mark.length, end - mark.length);
    }
    replace(area, start, end, mark + inside + mark);
    return area.setSelectionRange(start + mark.length, start + mark.length + inside.length);
  }

  /* Begin each selected line with a mark, or take it away where all have it. */
  function before(area, mark, example) {
    const { value } = area;
    const start = value.lastIndexOf("\n", area.selectionStart - 1) + 1;
    const stop = value.indexOf("\n", area.selectionEnd);
    const end = stop < 0 ? value.length : stop;
    const lines = value.slice(start, end).split("\n");
    const has = lines.every((line) => line.startsWith(mark));
    const text = lines.map((line) => (has ? line.slice(mark.length) : mark + (line || example))).join("\n");
    replace(area, start, end, text);
    area.setSelectionRange(start, start + text.length);
  }

  function link(area) {
    const { selectionStart: start, selectionEnd: end, value } = area;
    const inside = value.slice(start, end) || words.link;
    replace(area, start, end, `[${inside}](https://)`);
    const address = start + inside.length + 3;
    area.setSelectionRange(address, address + "https://".length);
  }

  /* A mark here, and its text at the end, selected to be written over. */
  function note(area) {
    const numbers = [...area.value.matchAll(/\[\^(\d+)\]/g)].map((found) => Number(found[1]));
    const mark = `[^${Math.max(0, ...numbers) + 1}]`;
    replace(area, area.selectionEnd, area.selectionEnd, mark);
    const gap = /\n\n$/.test(area.value) ? "" : /\n\[\^\d+\]: [^\n]*$/.test(area.value) ? "\n" : "\n\n";
    replace(area, area.value.length, area.value.length, `${gap}${mark}: ${words.note}`);
    area.setSelectionRange(area.value.length - words.note.length, area.value.length);
  }

  function refer(area, reference) {
    if (!ALONE.test(reference)) return type(area, reference);
    const { selectionStart: start, selectionEnd: end, value } = area;
    const above = start === 0 || value.slice(0, start).endsWith("\n\n") ? "" : "\n\n";
    const below = value.slice(end).startsWith("\n\n") ? "" : "\n\n";
    return type(area, above + reference + below);
  }

  const TOOLS = {
    bold: (area) => around(area, "**", words.bold),
    italic: (area) => around(area, "*", words.italic),
    heading: (area) => before(area, "## ", words.heading),
    list: (area) => before(area, "- ", words.list),
    quote: (area) => before(area, "> ", words.quote),
    link,
    note,
    figure: (area) => choose(area, "figure"),
    picture: (area) => choose(area, "picture"),
  };
  const KEYS = { b: "bold", i: "italic", k: "link" };

  // The menu of figures, or of pictures

  function choose(area, kind) {
    const dialog = choosing.content.cloneNode(true).querySelector("dialog");
    const title = dialog.querySelector("h2");
    const search = dialog.querySelector("input");
    const choices = dialog.querySelector("[data-choices]");
    title.textContent = kind === "figure" ? title.dataset.titleFigure : title.dataset.titlePicture;
    choices.append(...menu.querySelector(`[data-editor-choices=${kind}]`).cloneNode(true).childNodes);
    const lines = [...choices.querySelectorAll("[data-reference]")];
    for (const line of lines) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "editor-dialog__choice" });
      button.dataset.reference = line.dataset.reference;
      button.append(...line.childNodes);
      line.append(button);
    }

    const shown = () => lines.filter((line) => !line.hidden).map((line) => line.firstElementChild);
    const narrow = () => {
      const typed = plain(search.value).split(/\s+/);
      for (const line of lines) {
        const text = plain(`${line.closest("section")?.querySelector("h3").textContent ?? ""} ${line.textContent}`);
        line.hidden = !typed.every((word) => text.includes(word));
      }
      for (const group of choices.querySelectorAll("section")) group.hidden = !group.querySelector("li:not([hidden])");
      dialog.querySelector("[data-none]").hidden = !lines.length || shown().length > 0;
      const found = dialog.querySelector("[data-found]");
      found.textContent = search.value ? found.dataset.words.replace("{count}", shown().length) : "";
    };
    const take = (button) => {
      dialog.close();
      refer(area, button.dataset.reference);
    };

    search.addEventListener("input", narrow);
    dialog.addEventListener("keydown", (event) => {
      const buttons = shown();
      const place = buttons.indexOf(document.activeElement);
      if (event.key === "Enter" && event.target === search) {
        event.preventDefault();
        if (search.value && buttons.length) take(buttons[0]);
      } else if (event.key === "ArrowDown" && place < buttons.length - 1) {
        event.preventDefault();
        buttons[place + 1].focus();
      } else if (event.key === "ArrowUp" && place >= 0) {
        event.preventDefault();
        (buttons[place - 1] ?? search).focus();
      }
    });
    choices.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) take(button);
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      area.focus();
    });
    document.body.append(dialog);
    dialog.showModal();
    search.focus();
  }

  // The preview: one at a time, for its notes have anchors

  let hideOther = () => {};

  function preview(editor, area, button) {
    const shown = editor.querySelector("[data-editor-shown]");
    const show = button.textContent;
    let timer = 0, asking = new AbortController();

    async function ask() {
      asking.abort();
      const mine = (asking = new AbortController());
      const late = setTimeout(() => mine.abort(new Error("late")), PATIENCE);
      const token = editor.closest("form")?.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
      const body = new URLSearchParams({ text: area.value, part: area.name, as: "fragment", csrfmiddlewaretoken: token });
      try {
        const answer = await fetch(button.getAttribute("formaction"), { method: "POST", body, signal: mine.signal });
        if (!answer.ok || answer.redirected) throw new Error(answer.status);
        shown.innerHTML = await answer.text();
      } catch (problem) {
        if (problem.name !== "AbortError") shown.textContent = words.failed;
      } finally {
        clearTimeout(late);
      }
    }

    function hide() {
      clearTimeout(timer);
      asking.abort();
      shown.hidden = true;
      shown.replaceChildren();
      button.textContent = show;
      button.setAttribute("aria-expanded", "false");
    }

    button.type = "button"; // the first button of a form is the one that the Enter key presses
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", () => {
      const was = shown.hidden;
      hideOther();
      hideOther = () => {};
      if (!was) return;
      hideOther = hide;
      shown.hidden = false;
      button.textContent = words.hide;
      button.setAttribute("aria-expanded", "true");
      ask();
    });
    area.addEventListener("input", () => {
      clearTimeout(timer);
      if (!shown.hidden) timer = setTimeout(ask, PAUSE);
    });
  }

  // Each editor of the page

  for (const editor of document.querySelectorAll("[data-editor]")) {
    const area = editor.querySelector("textarea");
    const tools = bar.content.cloneNode(true).firstElementChild;
    const buttons = [...tools.querySelectorAll("button")];
    const name = area.labels?.[0]?.textContent.trim();
    if (name) tools.setAttribute("aria-label", `${tools.getAttribute("aria-label")}: ${name}`);
    tools.setAttribute("aria-controls", area.id);
    buttons.forEach((button, place) => { button.tabIndex = place ? -1 : 0; });
    tools.addEventListener("keydown", (event) => {
      const place = buttons.indexOf(document.activeElement);
      const back = getComputedStyle(tools).direction === "rtl" ? "ArrowRight" : "ArrowLeft";
      const on = back === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
      const last = buttons.length - 1;
      const next = { [on]: place < last ? place + 1 : 0, [back]: place > 0 ? place - 1 : last, Home: 0, End: last }[event.key];
      if (next === undefined) return;
      event.preventDefault();
      for (const button of buttons) button.tabIndex = -1;
      buttons[next].tabIndex = 0;
      buttons[next].focus();
    });
    tools.addEventListener("click", (event) => TOOLS[event.target.closest("[data-tool]")?.dataset.tool]?.(area));
    area.addEventListener("keydown", (event) => {
      const tool = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && KEYS[event.key.toLowerCase()];
      if (!tool) return;
      event.preventDefault();
      TOOLS[tool](area);
    });
    editor.prepend(tools);
    editor.querySelector(".editor__copy").hidden = true;
    preview(editor, area, editor.querySelector("[data-editor-preview]"));
  }
  menu.hidden = true;
})();
