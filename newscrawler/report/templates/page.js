"use strict";
(() => {
  const form = document.querySelector("form.filter");
  const rows = [...document.querySelectorAll("main tbody tr")];
  if (!form || !rows.length) return;
  const said = form.querySelector("output");
  const fold = (text) => text.normalize("NFKC").toLowerCase();
  const texts = new Map(rows.map((row) => [row, fold(row.textContent)]));
  for (const name of ["source", "verdict"]) {
    const values = new Set(rows.map((row) => row.dataset[name]).filter(Boolean));
    form.querySelector(`[data-by=${name}]`).hidden = values.size < 2;
    for (const value of [...values].sort()) form.elements[name].add(new Option(value, value));
  }
  const filter = () => {
    const text = fold(form.elements.text.value.trim());
    let shown = 0;
    for (const row of rows) {
      const is = (name) => {
        const wanted = form.elements[name].value;
        return !wanted || !row.dataset[name] || row.dataset[name] === wanted;
      };
      row.hidden = !(texts.get(row).includes(text) && is("source") && is("verdict"));
      shown += row.hidden ? 0 : 1;
    }
    said.textContent = shown === rows.length ? "" : form.dataset.shown.replace("#", shown).replace("#", rows.length);
  };
  form.addEventListener("input", filter);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
})();
