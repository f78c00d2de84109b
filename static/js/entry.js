// What is said beside the entry is swapped only if it says something else: a screen reader reads it once, and nothing
// that has the focus is replaced. Needs htmx.
const words = (element) => element.textContent.replace(/\s+/g, " ").trim();

document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target, fragment } = event.detail;
  const isSame = words(target) === words(fragment);
  if (isSame || target.contains(document.activeElement)) {
    event.detail.shouldSwap = false;
  }
});
