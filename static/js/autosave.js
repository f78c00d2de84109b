/* Nothing typed is lost. What is typed into any form of the desk is in localStorage at once and on the server two seconds
   later; then localStorage forgets it. When the form is opened again, it is put back. The form carries the key of what
   is kept, so that saving it drops it there; a cookie (rmt_saved) tells which keys may be dropped here.
   A form is known by data-autosave="name", else by its id or its action; data-autosave="off" keeps nothing of it. */
(() => {
  "use strict";
  const settings = document.currentScript.dataset;
  const ANYBODYS = "rmt:draft:";
  const PREFIX = `${ANYBODYS}${settings.owner}:`;
  const DESK = settings.url.replace(/drafts\/$/, ""); // of the real site, or of practice: neither takes the other's text
  const PAUSE = 2000, LONGEST_PAUSE = 10000, RETRY = 15000, PATIENCE = 20000;
  const DAYS_KEPT = 60;
  const LARGEST_LAST_WORD = 60000; // what a browser still sends when a page goes
  const MACHINERY = /^(csrfmiddlewaretoken|form_key|draft_key|draft_form)$|-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$/;
  const language = document.documentElement.lang || "en";
  const forms = [];

  // What this browser holds

  const stored = {
    write(key, entry) {
      try {
        localStorage.setItem(PREFIX + key, JSON.stringify(entry));
        return true;
      } catch {
        return false; // full, or not allowed
      }
    },
    read(key) {
      try {
        return { ...JSON.parse(localStorage.getItem(PREFIX + key)), key };
      } catch {
        return null;
      }
    },
    drop(key) {
      try {
        localStorage.removeItem(PREFIX + key);
      } catch { /* nothing is held */ }
    },
    all() {
      try {
        const keys = Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
        const entries = keys.map((name) => stored.read(name.slice(PREFIX.length)));
        return entries.filter((entry) => entry?.text && entry.form?.startsWith(DESK));
      } catch {
        return [];
      }
    },
    /* The names of all that anybody typed, here or on the other site. */
    anybodys() {
      try {
        return Object.keys(localStorage).filter((name) => name.startsWith(ANYBODYS));
      } catch {
        return [];
      }
    },
  };

  function dropSaved() {
    const cookie = document.cookie.split("; ").find((part) => part.startsWith("rmt_saved="));
    if (!cookie) return;
    const keys = cookie.slice("rmt_saved=".length).split(".");
    keys.forEach(stored.drop);
    for (const form of forms) if (keys.includes(form.key)) form.wasSaved();
    document.cookie = "rmt_saved=; path=/; max-age=0; samesite=lax";
  }

  // Which pages are open: each holds a lock of its key, so two tabs never take each other's text

  const lockOf = (key) => `rmt-draft:${key}`;

  async function open() {
    if (!navigator.locks) return new Set();
    return new Set((await navigator.locks.query()).held.map((lock) => lock.name));
  }

  // What the server holds

  const tokens = () => [...document.querySelectorAll("[name=csrfmiddlewaretoken]")];

  async function ask(form = "") {
    const query = new URLSearchParams({ form, owner: settings.owner });
    const answer = await fetch(`${settings.url}?${query}`, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok) throw new Error(answer.status);
    const found = await answer.json();
    for (const box of tokens()) box.value = found.token; // who signed in again in another tab has another one
    return found.drafts;
  }

  const OUTCOMES = { 204: "kept", 401: "signedOut", 409: "somebody", 410: "saved", 400: "long", 413: "long" };

  async function tell(fields, { keepalive = false, patience = PATIENCE, again = true } = {}) {
    const body = new URLSearchParams({ ...fields, owner: settings.owner });
    const headers = { "X-CSRFToken": tokens()[0]?.value ?? "" };
    try {
      const signal = AbortSignal.timeout(patience);
      const answer = await fetch(settings.url, { method: "POST", body, headers, keepalive, signal });
      if (answer.status === 403 && again) {
        await ask().catch((problem) => { if (problem.message === "401") throw problem; });
        return tell(fields, { keepalive, patience, again: false });
      }
      return OUTCOMES[answer.status] ?? "offline";
    } catch (problem) {
      return problem.message === "401" ? "signedOut" : "offline";
    }
  }

  const keepThere = (entry, how) => tell({ do: "keep", form: entry.form, key: entry.key, text: entry.text }, how);
  const discardThere = (key) => tell({ do: "discard", key });

  /* Send what pages that are gone left behind, or with `everything` all that is only here. */
  async function sendLeft({ everything = false, patience } = {}) {
    const alive = everything ? new Set() : await open();
    for (const entry of stored.all()) {
      if (Date.now() - entry.at > DAYS_KEPT * 86400000) stored.drop(entry.key);
      else if (!alive.has(lockOf(entry.key)) && (everything || !forms.some((form) => form.address === entry.form))) {
        const outcome = await keepThere(entry, { patience });
        if (["kept", "saved"].includes(outcome) && stored.read(entry.key).text === entry.text) stored.drop(entry.key);
      }
    }
  }

  // Words

  const fill = (words, when) => words.replace("{when}", when);

  function moment(at) {
    const day = new Date(at).toDateString() === new Date().toDateString() ? {} : { dateStyle: "medium" };
    return new Intl.DateTimeFormat(language, { ...day, timeStyle: "short" }).format(new Date(at));
  }

  function ago(at) {
    const seconds = Math.round((Date.now() - at) / 1000);
    const words = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
    return seconds < 60 ? words.format(-Math.max(seconds, 1), "second") : words.format(-Math.round(seconds / 60), "minute");
  }

  function labelOf(form, name) {
    const control = [...form.elements].find((each) => each.name === name);
    const legend = control?.closest("fieldset")?.querySelector("legend");
    const label = control && !["radio", "checkbox"].includes(control.type) ? control.labels?.[0] : null;
    return (label ?? legend)?.textContent.trim() ?? name;
  }

  const TYPED_INTO = "textarea, select, input:not([type=hidden], [type=submit], [type=button], [type=file])";

  const isKept = (form) =>
    form.method === "post" && form.dataset.autosave !== "off" &&
    form.querySelector(TYPED_INTO) && !form.querySelector("[type=password]");

  function nameOf(form) {
    const action = new URL(form.getAttribute("action") || "", location.href).pathname;
    return form.dataset.autosave || form.id || (action !== location.pathname && action.split("/").at(-2)) || "form";
  }

  const isWritten = (control) => !["file", "password", "submit", "button", "reset", "image", "fieldset"].includes(control.type);

  class Typed {
    constructor(form) {
      this.form = form;
      const name = nameOf(form);
      const same = forms.filter((other) => other.form.isConnected && other.form.dataset.autosave === name).length;
      this.name = same ? `${name}-${same + 1}` : name;
      form.dataset.autosave = name; // it is kept: whatever sends it may rely on that
      const query = new URLSearchParams(location.search);
      query.sort();
      this.address = `${location.pathname}${query.toString() && `?${query}`}#${this.name}`.slice(0, 300);
      this.isAnswer = settings.sent === "yes"; // the page shows what was sent, with what is wrong about it
      this.continues = this.isAnswer && settings.sentForm.endsWith(`#${this.name}`);
      if (this.continues) this.address = settings.sentForm;
      this.key = (this.continues && settings.sentKey) || crypto.randomUUID();
      this.also = []; // what was kept elsewhere, and is saved with this
      this.leftOver = [];
      this.initial = this.continues ? null : this.text();
      this.addStatus();
      this.carry();
      this.hold();
      form.addEventListener("input", () => this.changed());
      form.addEventListener("change", () => this.changed());
      form.addEventListener("rmt:sending", () => this.leave());
      form.addEventListener("rmt:not-sent", () => this.say("notSent"));
      if (this.continues) this.changed();
    }

    // The form

    text() {
      const secret = new Set([...this.form.elements].filter((each) => each.type === "password").map((each) => each.name));
      const pairs = [...new FormData(this.form)].filter(
        ([name, value]) => typeof value === "string" && !MACHINERY.test(name) && !secret.has(name),
      );
      return new URLSearchParams([...pairs, ...this.leftOver]).toString();
    }

    words(text) {
      return [...new URLSearchParams(text)].filter(([name]) => name !== "version" && name !== "key");
    }

    isSame(text) {
      const plain = (pairs) => JSON.stringify(pairs.map(([name, value]) => [name, value.replace(/\r\n/g, "\n")]).sort());
      return plain(this.words(text)) === plain(this.words(this.initial ?? this.text()));
    }

    /* Write a kept text into the fields; what has no field any more stays beside them. */
    write(text) {
      const waiting = new URLSearchParams(text);
      const changed = [];
      const left = new Map([...new Set(waiting.keys())].map((name) => [name, waiting.getAll(name)]));
      const take = (name, value) => {
        const values = left.get(name) ?? [];
        const place = values.indexOf(value);
        if (place >= 0) values.splice(place, 1);
        return place >= 0;
      };
      for (const control of this.form.elements) {
        if (!control.name || control.name === "version" || MACHINERY.test(control.name) || !isWritten(control)) continue;
        if (this.writeOne(control, left.get(control.name) ?? [], take)) changed.push(control);
      }
      left.delete("version");
      this.leftOver = [...left].flatMap(([name, values]) => values.filter(Boolean).map((value) => [name, value]));
      for (const control of changed) {
        control.closest("details:not([open])")?.setAttribute("open", "");
        for (const kind of ["input", "change"]) control.dispatchEvent(new Event(kind, { bubbles: true }));
      }
    }

    writeOne(control, values, take) {
      const before = control.type === "checkbox" || control.type === "radio" ? control.checked : control.value;
      if (control.type === "checkbox" || control.type === "radio") {
        control.checked = take(control.name, control.value);
        return control.checked !== before;
      }
      if (control.options) {
        const chosen = [...control.options].filter((option) => take(control.name, option.value));
        if (chosen.length || control.multiple) for (const option of control.options) option.selected = chosen.includes(option);
        return chosen.length > 0 && control.value !== before;
      }
      if (values.length) control.value = values.shift();
      return control.value !== before;
    }

    carry() {
      this.form.querySelectorAll("[name=draft_key], [name=draft_form]").forEach((box) => box.remove());
      const pairs = [this.key, ...this.also].map((key) => ["draft_key", key]);
      for (const [name, value] of [...pairs, ["draft_form", this.address]]) {
        this.form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
      }
    }

    hold() {
      this.release?.();
      navigator.locks?.request(lockOf(this.key), () => new Promise((resolve) => { this.release = resolve; }));
    }

    take(key) {
      this.key = key;
      this.carry();
      this.hold();
    }

    // Keeping it

    changed() {
      if (this.isWriting) return;
      this.isLeaving = false;
      const text = this.text();
      if (text === this.initial) return this.forget();
      this.isTyped = true;
      this.isHere = stored.write(this.key, { form: this.address, text, at: Date.now(), also: this.also });
      if (!this.isHere) this.say("nowhere");
      this.since ??= Date.now();
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.keep(), Math.min(PAUSE, Math.max(0, this.since + LONGEST_PAUSE - Date.now())));
    }

    async keep({ keepalive = false, patience } = {}) {
      clearTimeout(this.timer);
      if (!this.isTyped || this.isLeaving || !this.form.isConnected) return;
      if (this.isAsking && !keepalive) { this.isAskedAgain = true; return; }
      const entry = { form: this.address, key: this.key, text: this.text() };
      if (keepalive && entry.text.length > LARGEST_LAST_WORD) return;
      this.isAsking = true;
      this.since = undefined;
      const outcome = await keepThere(entry, { keepalive, patience });
      this.isAsking = false;
      if (!this.isLeaving) this.was(outcome, entry);
      if (this.isAskedAgain) { this.isAskedAgain = false; await this.keep(); }
    }

    was(outcome, entry) {
      if (outcome === "saved") { this.wasSaved(); return this.changed(); }
      if (outcome === "kept") {
        this.keptText = entry.text;
        this.keptAt = Date.now();
        if (stored.read(entry.key)?.text === entry.text && !this.also.length) stored.drop(entry.key);
      } else if (outcome !== "long") {
        this.timer = setTimeout(() => this.keep(), RETRY);
      }
      this.say(outcome !== "kept" && !this.isHere ? "nowhere" : outcome);
    }

    isOnlyOnThePage() {
      return this.isTyped && !this.isLeaving && !this.isHere && this.keptText !== this.text();
    }

    leave() {
      this.isLeaving = true; // what is sent may be saved before a last copy arrives
      clearTimeout(this.timer);
    }

    /* It is saved: what is typed from now on is something new. */
    wasSaved() {
      stored.drop(this.key);
      this.also = [];
      this.isTyped = false;
      this.say("");
      this.take(crypto.randomUUID());
    }

    forget() {
      clearTimeout(this.timer);
      stored.drop(this.key);
      if (this.isTyped) for (const key of [this.key, ...this.also]) discardThere(key);
      this.isTyped = false;
      this.also = [];
      this.carry();
      this.say("");
    }

    // Putting it back

    async find() {
      if (this.isAnswer) return;
      const alive = await open();
      const here = stored.all().filter((entry) => entry.form === this.address).map((entry) => ({ ...entry, isHere: true }));
      let there = [];
      try {
        there = await ask(this.address);
      } catch (problem) {
        if (problem.message !== "401" && problem.message !== "409") setTimeout(() => this.find(), RETRY);
      }
      const known = new Set([this.key, ...this.also, ...here.map((entry) => entry.key), ...here.flatMap((entry) => entry.also ?? [])]);
      const found = [...here, ...there.filter((draft) => !known.has(draft.key))]
        .filter((draft) => draft.key !== this.key && !alive.has(lockOf(draft.key)))
        .sort((one, other) => new Date(other.at) - new Date(one.at));
      const same = found.filter((draft) => this.isSame(draft.text));
      for (const draft of same) { stored.drop(draft.key); discardThere(draft.key); }
      const newest = found.find((draft) => !same.includes(draft));
      if (newest && !this.notice) this.consider(newest);
    }

    consider(draft) {
      const read = new URLSearchParams(draft.text).get("version");
      const now = new FormData(this.form).get("version");
      if (read !== null && now !== null && read !== now) return this.tellOf(draft, settings.changed, ["show"]);
      if (this.isTyped) return this.tellOf(draft, settings.earlier, ["put", "show"]);
      this.putBack(draft);
    }

    putBack(draft) {
      this.also = draft.isHere ? draft.also ?? [] : [draft.key];
      this.isWriting = true;
      this.write(draft.text);
      this.isWriting = false;
      if (draft.isHere) this.take(draft.key);
      else this.carry();
      this.changed();
      this.tellOf(draft, settings.back, []);
      if (this.leftOver.length) this.show(this.leftOver, settings.leftOver);
    }

    tellOf(draft, words, offered) {
      this.notice?.remove();
      this.notice = Object.assign(document.createElement("div"), { className: "put-back" });
      this.notice.setAttribute("role", "status");
      this.form.prepend(this.notice);
      this.notice.append(document.getElementById("typed-put-back").content.cloneNode(true));
      this.notice.querySelector("[data-say]").textContent = fill(words, moment(draft.at));
      for (const name of offered) this.notice.querySelector(`[data-do=${name}]`).hidden = false;
      const isBack = words === settings.back;
      this.notice.addEventListener("click", (event) => {
        const asked = event.target.closest("[data-do]")?.dataset.do;
        if (asked === "show") this.show(this.words(draft.text).filter(([name, value]) => value && this.differs(name, value)));
        if (asked === "put") this.putBack(draft);
        if (asked === "discard" && confirm(settings.sure)) this.discard(draft, isBack);
      });
    }

    differs(name, value) {
      return !new FormData(this.form).getAll(name).includes(value);
    }

    show(pairs, words = "") {
      const list = this.notice.querySelector("[data-typed]");
      const terms = pairs.flatMap(([name, value]) => [["dt", labelOf(this.form, name)], ["dd", value]]);
      list.replaceChildren(...terms.map(([kind, text]) => Object.assign(document.createElement(kind), { textContent: text })));
      if (words) list.before(Object.assign(document.createElement("p"), { textContent: words }));
      list.hidden = false;
    }

    discard(draft, isBack) {
      stored.drop(draft.key);
      discardThere(draft.key);
      if (isBack) {
        this.isWriting = true;
        this.write(this.initial);
        this.isWriting = false;
        this.leftOver = [];
        this.forget();
      }
      this.notice.remove();
      this.notice = null;
      document.getElementById("main")?.focus();
    }

    // Saying so

    addStatus() {
      this.status = Object.assign(document.createElement("p"), { className: "autosave" });
      this.status.dataset.kind = "";
      this.announced = document.createElement("span");
      this.announced.setAttribute("role", "status");
      this.when = document.createElement("span");
      this.status.append(this.announced, " ", this.when);
      const rows = this.form.querySelectorAll(".actions");
      (rows[rows.length - 1] ?? this.form).append(this.status);
    }

    say(kind) {
      if (this.status.dataset.kind !== kind || kind === "notSent") {
        this.status.dataset.kind = kind;
        this.announced.textContent = kind ? settings[kind] : "";
      }
      this.when.replaceChildren();
      if (kind === "kept") this.when.textContent = ago(this.keptAt);
      if (kind === "signedOut") {
        const link = { href: settings.signIn, target: "_blank", rel: "noopener", textContent: settings.signInWords };
        this.when.append(Object.assign(document.createElement("a"), link));
      }
    }
  }

  function begin(within) {
    if (!location.pathname.startsWith(DESK)) return Promise.resolve();
    const found = [...within.querySelectorAll("main form")];
    if (within.matches?.("main form")) found.push(within);
    const begun = found.filter((form) => isKept(form) && !forms.some((typed) => typed.form === form)).map((form) => {
      const typed = new Typed(form);
      forms.push(typed);
      return typed;
    });
    return Promise.all(begun.map((typed) => typed.find()));
  }

  const keepAll = (how) => Promise.all(forms.map((typed) => typed.keep(how)));

  dropSaved();
  begin(document).then(() => sendLeft());

  document.addEventListener("htmx:load", (event) => begin(event.target));
  document.addEventListener("htmx:afterRequest", dropSaved);
  addEventListener("online", () => keepAll());
  addEventListener("pagehide", () => {
    keepAll({ keepalive: true });
    for (const typed of forms) typed.release?.();
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    dropSaved();
    for (const typed of forms) typed.hold();
  });
  document.addEventListener("visibilitychange", () => {
    const isWaiting = (typed) => document.hidden || typed.status.dataset.kind !== "kept";
    for (const typed of forms.filter(isWaiting)) typed.keep({ keepalive: document.hidden });
  });
  addEventListener("beforeunload", (event) => {
    if (forms.some((typed) => typed.isOnlyOnThePage())) event.preventDefault();
  });
  setInterval(() => {
    for (const typed of forms) if (typed.status.dataset.kind === "kept") typed.when.textContent = ago(typed.keptAt);
  }, 10000);

  // Signing out: what is only here is sent first; then nothing of anybody stays in this browser

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.action.endsWith("/accounts/logout/") || form.dataset.sending) return;
    event.preventDefault();
    await keepAll({ patience: 5000 });
    await sendLeft({ everything: true, patience: 5000 });
    if ((stored.anybodys().length || forms.some((typed) => typed.isOnlyOnThePage())) && !confirm(settings.leave)) return;
    for (const typed of forms) typed.leave();
    for (const name of stored.anybodys()) localStorage.removeItem(name);
    form.submit();
  }, true);
})();
