// Offers the time zone of this device, where the list has it and it is not the one that is chosen.
for (const offer of document.querySelectorAll("[data-time-zone-for]")) {
  const list = document.getElementById(offer.dataset.timeZoneFor);
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const choice = [...list.options].find((option) => option.value === here);
  if (choice && list.value !== here) {
    offer.querySelector("[data-time-zone]").textContent = here.replaceAll("_", " ");
    offer.hidden = false;
    offer.querySelector("button").addEventListener("click", () => {
      list.value = here;
      offer.hidden = true;
      list.focus();
    });
  }
}
