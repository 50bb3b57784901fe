"use strict";
// Every text of the data reaches the page by textContent; nothing is ever parsed as HTML.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const PAGE = 50, SHORT = 15, PRINTED = 2000;
  const RANK = { violation: 0, warning: 1, info: 2 };
  const NO_OWNER = "(owner not known)";
  const NAMES = { violation: "violation", warning: "warning", info: "note" };

  const make = (name, text, attributes = {}) => {
    const element = document.createElement(name);
    if (text !== undefined) element.textContent = text;
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const number = (value) => value.toLocaleString("en");
  const isolated = (text) => make("bdi", text);

  const rules = data.rules, records = data.records, portals = data.portals;
  const findings = data.findings.map(([rule, record, line, column, pointer, row, message, count, excerpt, caret, focus, stated, isNew, owner, title], index) => ({
    index, rule: rules[rule], record: records[record], line, column, pointer, row, message, count, excerpt, caret, focus, stated, isNew,
    owner: data.owners[owner] || NO_OWNER, title: data.titles[title],
  }));
  for (const finding of findings) {
    const { record, rule } = finding;
    finding.portal = record.portal;
    finding.place = record.source + (finding.line ? `:${finding.line}:${finding.column}` : "") +
      (finding.row ? ` row ${finding.row}` : "") + (finding.pointer ? ` ${finding.pointer}` : "");
    finding.search = `${finding.message} ${finding.place} ${rule.id} ${rule.name} ${finding.portal} ${finding.focus} ${finding.owner} ${finding.title}`.toLowerCase();
  }

  // What is chosen: words of the box, severities, and one portal, owner, rule and record.
  const FILTERS = ["portal", "owner", "rule", "record"];
  const chosen = { words: [], portal: null, owner: null, rule: null, record: null };
  const form = document.getElementById("filters"), box = document.getElementById("words");
  const chips = document.getElementById("chips");

  const fits = (finding) =>
    form.elements[finding.rule.severity].checked &&
    (chosen.portal === null || finding.portal === chosen.portal) &&
    (chosen.owner === null || finding.owner === chosen.owner) &&
    (chosen.rule === null || finding.rule.id === chosen.rule) &&
    (chosen.record === null || finding.record.source === chosen.record) &&
    chosen.words.every((word) => finding.search.includes(word));

  // A table that shows a page of its rows, sorted by a column.
  class Table {
    constructor(name, label, columns, rows, detail) {
      Object.assign(this, { name, columns, rows, detail, from: 0, sorted: null, descending: false, size: detail ? PAGE : SHORT });
      this.table = make("table", undefined, { "aria-label": label });
      const head = make("tr");
      this.heads = columns.map((column) => this.head(column, head));
      this.table.append(make("thead"));
      this.table.tHead.append(head);
      this.body = make("tbody");
      this.table.append(this.body);
      this.status = make("span", "", { role: "status" });
      this.back = make("button", "Previous", { type: "button" });
      this.next = make("button", "Next", { type: "button" });
      this.back.addEventListener("click", () => this.turn(-this.size));
      this.next.addEventListener("click", () => this.turn(this.size));
      const pages = make("div", undefined, { class: "pages" });
      pages.append(this.back, this.next, this.status);
      const scroll = make("div", undefined, { class: "scroll", role: "region", tabindex: "0", "aria-label": `${label}, table` });
      scroll.append(this.table);
      document.querySelector(`[data-table=${name}]`).append(scroll, pages);
      this.show();
    }

    head(column, row) {
      const cell = make("th", undefined, { scope: "col", "aria-sort": "none", class: column.class ?? "" });
      const button = make("button", column.title, { type: "button" });
      button.addEventListener("click", () => this.sort(column));
      cell.append(button);
      row.append(cell);
      return cell;
    }

    sort(column) {
      this.descending = this.sorted === column ? !this.descending : column.class === "number";
      this.sorted = column;
      this.columns.forEach((other, i) => this.heads[i].setAttribute("aria-sort",
        other !== column ? "none" : this.descending ? "descending" : "ascending"));
      this.order();
      this.from = 0;
      this.show();
    }

    order() {
      if (!this.sorted) return;
      const keys = new Map(this.rows.map((row) => [row, this.sorted.key(row)]));
      const sign = this.descending ? -1 : 1;
      this.rows = [...this.rows].sort((a, b) => {
        const x = keys.get(a), y = keys.get(b);
        return x < y ? -sign : x > y ? sign : 0;
      });
    }

    fill(rows) {
      this.rows = rows;
      this.order();
      this.from = 0;
      this.show();
    }

    turn(by) {
      this.from = Math.max(0, this.from + by);
      this.show();
      if (this.next.disabled && document.activeElement === document.body) this.back.focus();
      if (this.back.disabled && document.activeElement === document.body) this.next.focus();
    }

    show() {
      const shown = this.rows.slice(this.from, this.from + this.size);
      this.body.replaceChildren(...shown.map((row) => this.row(row)));
      this.back.disabled = this.from === 0;
      this.next.disabled = this.from + this.size >= this.rows.length;
      const many = this.rows.length > this.size;
      this.back.hidden = this.next.hidden = !many;
      this.status.textContent = this.rows.length === 0 ? "nothing to show" : many
        ? `${number(this.from + 1)} to ${number(this.from + shown.length)} of ${number(this.rows.length)}`
        : this.rows.length === 1 ? "1 row" : `${number(this.rows.length)} rows`;
    }

    row(row) {
      const line = make("tr");
      for (const column of this.columns) {
        const cell = make("td", undefined, { class: column.class ?? "", "data-title": column.title });
        const content = column.cell ? column.cell(row) : column.key(row);
        cell.append(typeof content === "number" ? number(content) : content);
        line.append(cell);
      }
      if (this.detail) this.attach(line, row);
      return line;
    }

    attach(line, row) {
      const button = line.querySelector("button.open");
      button.addEventListener("click", () => {
        const isOpen = button.getAttribute("aria-expanded") === "true";
        button.setAttribute("aria-expanded", String(!isOpen));
        if (isOpen) { line.nextElementSibling.remove(); return; }
        const cell = make("td", undefined, { colspan: this.columns.length });
        cell.append(...this.detail(row));
        const below = make("tr", undefined, { class: "detail" });
        below.append(cell);
        line.after(below);
      });
    }
  }

  const chooser = (what, value, text) => {
    const button = make("button", undefined, { type: "button", title: "Show these findings" });
    button.append(isolated(text));
    button.addEventListener("click", () => {
      chosen[what] = value;
      update();
      const section = document.getElementById(what === "owner" ? "owner" : "findings");
      section.scrollIntoView();
      section.focus({ preventScroll: true });
    });
    return button;
  };
  const severity = (name) => make("span", NAMES[name], { class: name });
  const counts = [
    { title: "violations", class: "number", key: (row) => row.violation },
    { title: "warnings", class: "number", key: (row) => row.warning },
    { title: "notes", class: "number", key: (row) => row.info },
  ];

  new Table("portals", "Findings by portal", [
    { title: "portal", class: "wide", key: (row) => row.portal, cell: (row) => chooser("portal", row.portal, row.portal) },
    ...counts,
    ...(data.counted ? [
      { title: "datasets", class: "number", key: (row) => row.datasets },
      { title: "score", class: "number", key: (row) => row.score, cell: (row) => row.datasets ? row.score.toFixed(1) : "" },
    ] : []),
  ], portals);

  // Rows with the number of findings of each severity, the gravest first; `start` makes a row for a key.
  const tally = (listed, key, start) => {
    const rows = new Map();
    for (const finding of listed) {
      const name = key(finding);
      if (!rows.has(name)) rows.set(name, { ...start(finding), violation: 0, warning: 0, info: 0 });
      rows.get(name)[finding.rule.severity] += finding.count;
    }
    return [...rows.values()].sort((a, b) => b.violation - a.violation || b.warning - a.warning || b.info - a.info);
  };
  new Table("owners", "Findings by owner", [
    { title: "owner", class: "wide", key: (row) => row.owner, cell: (row) => chooser("owner", row.owner, row.owner) },
    ...counts,
  ], tally(findings, (finding) => finding.owner, ({ owner }) => ({ owner })));

  // The pages of one owner: they are shown, and alone are printed, when an owner is chosen.
  const tasks = new Table("tasks", "What the owner can do", [
    { title: "problem", class: "wide", key: (row) => row.rule.label, cell: (row) => isolated(row.rule.label) },
    { title: "severity", key: (row) => RANK[row.rule.severity], cell: (row) => severity(row.rule.severity) },
    { title: "how often", class: "number", key: (row) => row[row.rule.severity] },
    { title: "points each", class: "number", key: (row) => row.rule.points, cell: (row) => row.rule.points || "" },
    { title: "what to do", class: "wide", key: (row) => row.rule.advice, cell: (row) => isolated(row.rule.advice) },
    { title: "first place", class: "wide", key: (row) => row.place, cell: (row) => isolated(row.place) },
  ], []);
  const datasets = new Table("datasets", "Datasets of the owner", [
    { title: "dataset", class: "wide", key: (row) => row.title, cell: (row) => isolated(row.title) },
    ...counts,
  ], []);

  function ofOwner() {
    const isOne = chosen.owner !== null;
    document.getElementById("owner").hidden = !isOne;
    document.body.classList.toggle("one-owner", isOne);
    if (!isOne) return;
    const theirs = findings.filter((finding) => finding.owner === chosen.owner);
    const titled = tally(theirs.filter((finding) => finding.title), (finding) => finding.title, ({ title }) => ({ title }));
    document.getElementById("owner-name").replaceChildren(isolated(chosen.owner));
    const sum = (name) => theirs.reduce((total, { rule, count }) => total + (rule.severity === name ? count : 0), 0);
    const told = [["dataset", titled.length], ...Object.entries(NAMES).map(([name, word]) => [word, sum(name)])];
    document.getElementById("owner-counts").textContent = told.map(([word, many]) => `${number(many)} ${word}${many === 1 ? "" : "s"}`).join(", ");
    tasks.fill(tally(theirs, (finding) => finding.rule.id, ({ rule, place }) => ({ rule, place })));
    datasets.fill(titled);
  }

  new Table("rules", "Findings by rule", [
    { title: "rule", class: "name", key: (row) => row.id, cell: (row) => chooser("rule", row.id, row.id) },
    { title: "severity", key: (row) => RANK[row.severity], cell: (row) => severity(row.severity) },
    { title: "findings", class: "number", key: (row) => row.count },
    { title: "records", class: "number", key: (row) => row.records },
    { title: "what to do", class: "wide", key: (row) => row.hint, cell: (row) => about(row) },
  ], rules);

  new Table("records", "Findings by record", [
    { title: "record", class: "wide", key: (row) => row.source, cell: (row) => chooser("record", row.source, row.source) },
    { title: "portal", key: (row) => row.portal, cell: (row) => isolated(row.portal) },
    ...counts,
  ], records.filter((row) => row.listed));

  if (data.lowest) {
    new Table("lowest", "Datasets with the fewest points", [
      { title: "dataset", class: "wide", key: (row) => row.title, cell: (row) => named(row) },
      { title: "points", class: "number", key: (row) => row.points },
      { title: "lacks", class: "wide", key: (row) => row.lacks.length, cell: (row) => some(row.lacks) },
    ], data.lowest);
  }

  if (data.folder) document.querySelector("#records h2").after(make("p", `Files in ${data.folder}`, { class: "note" }));

  const table = new Table("findings", "Findings", [
    { title: "severity", key: (row) => RANK[row.rule.severity], cell: (row) => severity(row.rule.severity) },
    { title: "rule", class: "name", key: (row) => row.rule.id, cell: (row) => isolated(row.rule.id) },
    { title: "message", class: "wide", key: (row) => row.message, cell: (row) => opener(row) },
    { title: "place", class: "wide", key: (row) => row.place, cell: (row) => isolated(row.place) },
    { title: "count", class: "number", key: (row) => row.count },
    ...(data.compared ? [{ title: "new", key: (row) => row.isNew ? 0 : 1, cell: (row) => row.isNew ? "new" : "known" }] : []),
  ], findings, detail);

  function opener(row) {
    const button = make("button", undefined, { type: "button", class: "open", "aria-expanded": "false" });
    button.append(isolated(row.message));
    if (!row.focus.includes(":")) return button;
    const parts = document.createDocumentFragment();
    parts.append(button, make("br"), make("code", row.focus));
    return parts;
  }

  function link(address) {
    // Only addresses of the web become links; a clause comes from a shape, which a user may supply.
    if (!/^https?:\/\//.test(address)) return make("code", address);
    const [, name] = /#(.+)$/.exec(address) ?? [];
    const [, host] = /^https?:\/\/([^/?#]+)/.exec(address) ?? [];
    return make("a", name ? `clause ${name}` : host ?? address, { href: address, title: address, rel: "noopener noreferrer" });
  }

  function about(rule) {
    const parts = document.createDocumentFragment();
    parts.append(isolated(rule.label));
    if (!rule.shape) parts.append(make("br"), make("span", rule.hint, { class: "hint" }));
    if (rule.clause) parts.append(make("br"), link(rule.clause));
    return parts;
  }

  function some(names) {
    const rest = names.length - 6;
    return names.slice(0, 6).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
  }

  function named(row) {
    const parts = document.createDocumentFragment();
    parts.append(isolated(row.title), make("br"), make("code", row.dataset));
    return parts;
  }

  function detail(row) {
    const parts = [];
    if (row.excerpt) {
      const source = make("pre"), letters = [...row.excerpt];
      source.append(isolated(letters.slice(0, row.caret).join("")), make("mark", letters.slice(row.caret).join("")));
      parts.push(source);
    }
    if (row.stated) { const p = make("p", "The page says "); p.append(isolated(row.stated)); parts.push(p); }
    parts.push(make("p", row.rule.why), make("p", `What to do: ${row.rule.hint}.`));
    if (row.title) { const p = make("p", "Dataset "); p.append(isolated(row.title)); parts.push(p); }
    if (row.focus) { const p = make("p", "About "); p.append(make("code", row.focus)); parts.push(p); }
    if (row.rule.clause) { const p = make("p", "See "); p.append(link(row.rule.clause)); parts.push(p); }
    return parts;
  }

  let waiting = 0;
  function update() {
    clearTimeout(waiting);
    chosen.words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    chips.replaceChildren(...FILTERS.filter((what) => chosen[what] !== null).map((what) => {
      const chip = make("button", undefined, { type: "button", "aria-label": `Remove the filter ${what} ${chosen[what]}` });
      chip.append(`${what} `, isolated(chosen[what]), " \u00d7");
      chip.addEventListener("click", () => { chosen[what] = null; update(); box.focus(); });
      return chip;
    }));
    table.fill(findings.filter(fits));
    ofOwner();
    remember();
  }

  // The filter stands in the address, so that a link leads to what is shown.
  const PREFIX = "#findings?";
  function remember() {
    const state = new URLSearchParams();
    if (box.value) state.set("words", box.value);
    for (const what of FILTERS) if (chosen[what] !== null) state.set(what, chosen[what]);
    for (const name of Object.keys(RANK)) if (!form.elements[name].checked) state.append("without", name);
    const text = state.toString();
    if (text || location.hash.startsWith(PREFIX)) history.replaceState(null, "", text ? PREFIX + text : "#findings");
  }

  function recall() {
    if (!location.hash.startsWith(PREFIX)) return;
    const state = new URLSearchParams(location.hash.slice(PREFIX.length));
    box.value = state.get("words") ?? "";
    for (const what of FILTERS) chosen[what] = state.get(what);
    for (const name of Object.keys(RANK)) form.elements[name].checked = !state.getAll("without").includes(name);
    update();
    document.getElementById(chosen.owner === null ? "findings" : "owner").scrollIntoView();
  }

  // A table for spreadsheets; a cell that one could run as a formula begins with an apostrophe.
  const cell = (value) => {
    const text = /^[=+@\t\r-]/.test(value) ? `'${value}` : `${value}`;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  document.getElementById("csv").addEventListener("click", () => {
    const rows = table.rows.map((row) => [NAMES[row.rule.severity], row.rule.id, row.title, row.owner, row.message, row.rule.hint, row.place, row.count]);
    const lines = [["severity", "rule", "title", "owner", "problem", "to do", "place", "count"], ...rows];
    const text = lines.map((line) => line.map(cell).join(",")).join("\r\n");
    const address = URL.createObjectURL(new Blob([`\ufeff${text}\r\n`], { type: "text/csv" }));
    const link = make("a", undefined, { href: address, download: "findings.csv" });
    link.click();
    URL.revokeObjectURL(address);
  });

  box.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(update, 120); });
  form.addEventListener("change", update);
  form.addEventListener("submit", (event) => { event.preventDefault(); update(); });
  addEventListener("hashchange", recall);
  const printed = new Map([[table, PAGE], [tasks, SHORT], [datasets, SHORT]]);
  addEventListener("beforeprint", () => printed.forEach((_, each) => { each.size = PRINTED; each.from = 0; each.show(); }));
  addEventListener("afterprint", () => printed.forEach((size, each) => { each.size = size; each.show(); }));
  document.getElementById("print").addEventListener("click", () => print());
  recall();
})();
