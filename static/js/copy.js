/* Copy buttons: shown where the browser can copy; the text stands in a field, so that it can be chosen by hand. */
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const message = document.querySelector(`[data-copy-said="${button.dataset.copy}"]`);
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      message.textContent = button.dataset.copied;
    } catch {
      field.focus();
      field.select();
      if (document.execCommand("copy")) message.textContent = button.dataset.copied;
    }
  });
}
