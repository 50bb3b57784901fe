"use strict";
// The search of the first page, the buttons that copy, and the language that a reader chose.
// Everything else is readable without.

const languages = [...document.querySelectorAll(".languages details")];
if (languages.length) {
  const KEY = "language", kept = (value) => {
    try { return value ? localStorage.setItem(KEY, value) : localStorage.getItem(KEY); }
    catch { return null; /* the reader allows no storage */ }
  };
  const open = languages.find((one) => one.dataset.lang === kept());
  if (open) open.open = true;
  for (const one of languages)
    one.addEventListener("toggle", () => { if (one.open) kept(one.dataset.lang); });
}

for (const button of document.querySelectorAll(".copy")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const before = button.textContent;
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = before; }, 1500);
  });
}

const search = document.getElementById("search");
if (search) start().catch(() => { /* opened as a file, or offline: the list is there */ });

async function start() {
  const TITLES = { publisher: "Publisher", theme: "Theme", keyword: "Keyword", year: "Year",
    place: "Place", access: "Access", format: "Format", source: "Source" };
  const FEW = 8, PAGE = 30;
  const head = await (await fetch("search/head.json")).json();
  const rows = [];  // each: path, title, kind, publisher, year, access, excerpt, formats, points, facets
  const texts = []; // what is searched, in small letters
  const q = document.getElementById("q"), sort = document.getElementById("sort");
  const state = { q: "", sort: "", chosen: {} };
  const opened = new Set();
  let shown = PAGE, found = [];

  function readAddress() {
    const given = new URLSearchParams(location.search);
    state.q = given.get("q") || "";
    state.sort = given.get("sort") || "";
    for (const kind of head.kinds) state.chosen[kind] = new Set(given.getAll(kind));
    q.value = state.q;
    sort.value = state.sort;
  }

  function writeAddress() {
    const given = new URLSearchParams();
    if (state.q) given.set("q", state.q);
    if (state.sort) given.set("sort", state.sort);
    for (const kind of head.kinds) for (const value of state.chosen[kind]) given.append(kind, value);
    const text = given.toString();
    history.replaceState(null, "", text ? "?" + text : location.pathname);
  }

  // The rows that hold all words, and of each facet one of the chosen values; `but` is left aside.
  function matching(but) {
    const words = fold(state.q).split(/\s+/).filter(Boolean);
    const wanted = head.kinds.map((kind, k) => kind === but || !state.chosen[kind].size ? null :
      new Set([...state.chosen[kind]].map(value => positions[k].get(value)).filter(n => n !== undefined)));
    const out = [];
    for (let i = 0; i < rows.length; i++) {
      if (!words.every(word => texts[i].includes(word))) continue;
      if (wanted.every((set, k) => !set || rows[i][9][k].some(n => set.has(n)))) out.push(i);
    }
    return out;
  }

  function sorted(list) {
    const word = fold(state.q).trim();
    const year = i => rows[i][4] || 0;
    if (state.sort === "new") return list.sort((a, b) => year(b) - year(a) || a - b);
    if (state.sort === "old") return list.sort((a, b) => (year(a) || 9999) - (year(b) || 9999) || a - b);
    if (state.sort === "points") return list.sort((a, b) => rows[b][8] - rows[a][8] || a - b);
    if (state.sort === "" && word) {
      const weight = i => { const at = fold(rows[i][1]).indexOf(word); return at < 0 ? 1e6 : at; };
      const weights = new Map(list.map(i => [i, weight(i)]));
      return list.sort((a, b) => weights.get(a) - weights.get(b) || a - b);
    }
    return list; // rows come by title
  }

  function update() {
    writeAddress();
    found = sorted(matching(""));
    document.getElementById("count").textContent =
      found.length === 1 ? "1 entry" : `${found.length.toLocaleString("en")} entries` +
      (rows.length < head.count ? ` so far; reading ${head.count.toLocaleString("en")}` : "");
    drawRows();
    drawFacets();
  }

  function drawRows() {
    const list = document.getElementById("results");
    list.replaceChildren(...found.slice(0, shown).map(i => {
      const [path, title, kind, publisher, year, access, excerpt, formats] = rows[i];
      const item = make("li"), heading = make("h3"), link = make("a", title), facts = make("p");
      link.href = path + "index.html";
      link.dir = "auto";
      heading.append(link);
      facts.className = "facts";
      const open = make("span", access);
      open.className = "access " + access.replaceAll(" ", "-");
      facts.append(open);
      for (const text of [year, kind === "dataset" ? "" : kind, publisher]) if (text) {
        const one = make("span", text);
        one.dir = "auto";
        facts.append(one);
      }
      for (const text of formats) { const one = make("span", text); one.className = "format"; facts.append(one); }
      item.append(heading, facts);
      if (excerpt) { const p = make("p", excerpt); p.className = "excerpt"; p.dir = "auto"; item.append(p); }
      return item;
    }));
    document.getElementById("more").hidden = found.length <= shown;
  }

  function drawFacets() {
    const focus = document.activeElement && document.activeElement.id;
    const groups = [];
    head.kinds.forEach((kind, k) => {
      const counts = new Map();
      const list = state.chosen[kind].size ? matching(kind) : found;
      for (const i of list) for (const n of rows[i][9][k]) counts.set(n, (counts.get(n) || 0) + 1);
      for (const value of state.chosen[kind]) {
        const n = positions[k].get(value);
        if (n !== undefined && !counts.has(n)) counts.set(n, 0);
      }
      if (!counts.size) return;
      const isChosen = n => state.chosen[kind].has(head.values[k][n]);
      const order = [...counts].sort((a, b) => isChosen(b[0]) - isChosen(a[0]) ||
        (kind === "year" ? head.values[k][b[0]] - head.values[k][a[0]] : b[1] - a[1]) || a[0] - b[0]);
      const most = opened.has(kind) ? 200 : FEW;
      const box = make("fieldset");
      box.append(make("legend", TITLES[kind]));
      order.slice(0, most).forEach(([n, count]) => {
        const label = make("label"), input = make("input"), name = make("span", head.values[k][n]);
        const number = make("span", count.toLocaleString("en"));
        input.type = "checkbox";
        input.id = `f-${kind}-${n}`;
        input.checked = isChosen(n);
        name.dir = "auto";
        number.className = "number";
        input.addEventListener("change", () => {
          const value = head.values[k][n];
          if (input.checked) state.chosen[kind].add(value); else state.chosen[kind].delete(value);
          shown = PAGE;
          update();
        });
        label.append(input, name, number);
        box.append(label);
      });
      if (order.length > most || opened.has(kind)) {
        const more = make("button", opened.has(kind) ? "fewer" : `${order.length - most} more`);
        more.type = "button";
        more.id = `m-${kind}`;
        more.addEventListener("click", () => {
          if (!opened.delete(kind)) opened.add(kind);
          drawFacets();
        });
        box.append(more);
      }
      groups.push(box);
    });
    document.getElementById("facets").replaceChildren(...groups);
    if (focus && /^[fm]-/.test(focus)) document.getElementById(focus)?.focus();
  }

  const positions = head.values.map(list => new Map(list.map((value, n) => [value, n])));
  readAddress();
  search.hidden = document.getElementById("found").hidden = false;
  document.getElementById("static").hidden = true;
  if (matchMedia("(min-width: 56rem)").matches) document.getElementById("filters").open = true;
  let waiting = 0;
  q.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { state.q = q.value; shown = PAGE; update(); }, 120);
  });
  search.addEventListener("submit", event => { event.preventDefault(); state.q = q.value; update(); });
  sort.addEventListener("change", () => { state.sort = sort.value; update(); });
  document.getElementById("more").addEventListener("click", () => {
    const next = shown;
    shown += PAGE;
    drawRows();
    document.querySelectorAll("#results a")[next]?.focus();
  });
  addEventListener("popstate", () => { readAddress(); update(); });
  for (let number = 0; number < head.parts; number++) {
    const part = await (await fetch(`search/${number}.json`)).json();
    for (const row of part) {
      rows.push(row);
      const keywords = row[9][head.kinds.indexOf("keyword")].map(n => head.values[head.kinds.indexOf("keyword")][n]);
      texts.push(fold([row[1], row[3], row[6], ...keywords].join(" ")));
    }
    if (number === 0 || number === head.parts - 1 || number % 5 === 0) update();
  }
  update();
}

function make(name, text) {
  const found = document.createElement(name);
  if (text !== undefined) found.textContent = text;
  return found;
}

function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
