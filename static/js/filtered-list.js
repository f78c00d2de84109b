// A long list of choices gets a box to narrow it by typing: <div data-filtered="label of the box"> around a field of checkboxes.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const FEW = 8;

for (const list of document.querySelectorAll("[data-filtered]")) {
  const choices = [...list.querySelectorAll("label:has(input[type=checkbox])")];
  const legend = list.querySelector("legend");
  if (choices.length <= FEW || !legend) continue;
  const box = document.createElement("input");
  box.type = "search";
  box.className = "filtered__box";
  box.setAttribute("aria-label", list.dataset.filtered);
  box.placeholder = list.dataset.filtered;
  box.addEventListener("input", (event) => {
    event.stopPropagation();
    const typed = plain(box.value.trim());
    for (const choice of choices) {
      const isKept = plain(choice.textContent).includes(typed) || choice.querySelector("input").checked;
      (choice.parentElement.closest("div > div") ?? choice).hidden = !isKept;
    }
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  list.querySelector(".field__control").before(box);
}
