/* A form is sent once, however often its button is pressed; one that is being kept (data-autosave) leaves the page only
   if the service answers, so that no error page of the browser ever takes its place. */
(() => {
  "use strict";
  const PATIENCE = 8000; // a bad line answers within this, else it is none
  const AGAIN_AFTER = 30000; // the person may have stopped the browser

  async function answers() {
    if (navigator.onLine === false) return false;
    try {
      const asked = { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) };
      return (await fetch("/healthz", asked)).ok;
    } catch {
      return false;
    }
  }

  const buttons = (form) => [...form.elements].filter((control) => control.type === "submit");

  function hold(form, state) {
    form.dataset.sending = state;
    for (const button of buttons(form)) button.setAttribute("aria-disabled", "true");
  }

  function release(form) {
    delete form.dataset.sending;
    for (const button of buttons(form)) button.removeAttribute("aria-disabled");
  }

  function send(form) {
    hold(form, "sent");
    form.dispatchEvent(new CustomEvent("rmt:sending"));
    setTimeout(release, AGAIN_AFTER, form);
  }

  async function ask(form, submitter) {
    hold(form, "asking");
    const is_online = await answers();
    release(form);
    if (!is_online) return form.dispatchEvent(new CustomEvent("rmt:not-sent"));
    form.dataset.sending = "answered";
    form.requestSubmit(submitter);
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return; // htmx, or a question that was answered with no
    const state = form.dataset.sending;
    if (state === "answered" || (!state && form.dataset.autosave === undefined)) return send(form);
    event.preventDefault();
    if (!state) ask(form, event.submitter);
  });

  addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach(release));
})();
