// The year of a slider is said while it is moved: <input type="range"> after a label with an <output>.
for (const range of document.querySelectorAll(".years__range")) {
  const said = range.closest(".years").querySelector("output");
  range.addEventListener("input", () => (said.value = range.value));
}
