"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const cards = all(".reason");
  const count = document.querySelector("output");
  const rule = document.querySelector("select");
  const shown = new Set(cards);

  const markers = new Map();
  for (const marker of all("[data-f]")) {
    for (const id of marker.dataset.f.split(" ")) {
      markers.set(id, [...(markers.get(id) ?? []), marker]);
    }
  }

  function filter() {
    const levels = new Set(all("input[name=level]:checked").map((box) => box.value));
    shown.clear();
    for (const card of cards) {
      const wanted = levels.has(card.dataset.level) && (!rule.value || card.dataset.rules.split(" ").includes(rule.value));
      card.hidden = !wanted;
      if (wanted) shown.add(card);
    }
    const ids = new Set([...shown].map((card) => card.id));
    for (const marker of all("[data-f]")) {
      marker.classList.toggle("off", !marker.dataset.f.split(" ").some((id) => ids.has(id)));
    }
    count.textContent = `${shown.size} of ${cards.length} shown`;
  }

  function go(card, toStory) {
    for (const each of all(".here")) each.classList.remove("here");
    card.classList.add("here");
    const own = markers.get(card.id) ?? [];
    for (const marker of own) marker.classList.add("here");
    const target = toStory && own.length ? own[0] : card;
    target.scrollIntoView({ block: "center", behavior: "smooth" });
  }

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const marker = event.target.closest("[data-f]");
    const card = marker
      ? marker.dataset.f.split(" ").map((id) => document.getElementById(id)).find((each) => shown.has(each))
      : event.target.closest(".reason");
    if (card && !String(getSelection())) go(card, !marker);
  });

  function step(by) {
    const list = cards.filter((card) => shown.has(card));
    if (!list.length) return;
    const at = list.findIndex((card) => card.classList.contains("here"));
    go(list[at < 0 ? (by > 0 ? 0 : list.length - 1) : (at + by + list.length) % list.length], false);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLSelectElement) return;
    if (event.key === "n") step(1);
    if (event.key === "p") step(-1);
  });
  for (const button of all("button[data-step]")) button.addEventListener("click", () => step(Number(button.dataset.step)));
  for (const box of all("input[name=level]")) box.addEventListener("change", filter);
  rule.addEventListener("change", filter);
  for (const choice of all("input[name=view]")) {
    choice.addEventListener("change", () => { document.body.className = choice.value; });
  }
  // A browser may restore the boxes of an earlier visit.
  document.body.className = document.querySelector("input[name=view]:checked").value;
  filter();
})();
