// Rows of terms in; a table of them out, sorted by any column, as many rows at a time as a page bears.

const ROWS_AT_ONCE = 500;
const collator = new Intl.Collator("zh-CN", { numeric: true });

function compare(one, other) {
  if (isNumber(one) && isNumber(other)) return Number(one.value) - Number(other.value);
  return collator.compare(plain(one), plain(other));
}

// The rows in another order; those that leave the column empty come last either way.
function sorted(rows, column, falling) {
  const filled = rows.filter((row) => row.cells[column]);
  filled.sort((one, other) => compare(one.cells[column], other.cells[column]) * (falling ? -1 : 1));
  return [...filled, ...rows.filter((row) => !row.cells[column])];
}

function drawTable(result) {
  let order = result.order ?? null;
  let shown = ROWS_AT_ONCE;
  const holder = element("div", { class: "table" });
  const draw = () => {
    const rows = order ? sorted(result.rows, order.column, order.falling) : result.rows;
    const body = element("tbody", {}, ...rows.slice(0, shown).flatMap((row, at) => drawRow(result, row, at + 1)));
    const table = element("table", {}, element("thead", {}, element("tr", {}, element("th", { scope: "col", class: "count" }, "#"), ...result.heads.map(head))), body);
    holder.replaceChildren(element("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": t("表格") }, table));
    if (rows.length > shown)
      holder.append(element("p", { class: "rest" }, t("显示 {} / {} 行", number(shown), number(rows.length)), " ",
        element("button", { type: "button", class: "plain", onclick: more }, t("再看 {} 行", number(Math.min(ROWS_AT_ONCE, rows.length - shown))))));
  };
  const more = () => {
    const top = holder.firstChild.scrollTop;
    shown += ROWS_AT_ONCE;
    draw();
    holder.firstChild.scrollTop = top;
  };
  const head = (each, column) => {
    const now = order?.column === column ? (order.falling ? "descending" : "ascending") : "none";
    const name = element("span", {}, said(each), each.en && !english() && each.en !== each.zh ? element("span", { class: "en" }, ` ${each.en}`) : null);
    return element("th", { scope: "col", "aria-sort": now, class: numeric(result, column) ? "figure" : null },
      element("button", { type: "button", title: t("按{}排序", said(each)), onclick: () => sortBy(column) }, name, element("span", { class: "arrow", "aria-hidden": "true" }, now === "none" ? "" : order.falling ? "▼" : "▲")));
  };
  const sortBy = (column) => {
    if (order?.column !== column) order = { column, falling: false };
    else order = order.falling ? null : { column, falling: true };
    result.order = order;
    draw();
    holder.querySelectorAll("th button")[column]?.focus();
  };
  draw();
  return holder;
}

const numeric = (result, column) => {
  const cell = result.rows.find((row) => row.cells[column])?.cells[column];
  return isNumber(cell);
};

function drawRow(result, row, count) {
  const cells = row.cells.map((term) => element("td", { class: isNumber(term) ? "figure" : null }, shownTerm(term)));
  const made = [element("tr", {}, element("td", { class: "count" }, count), ...cells)];
  if (result.evidence) made.push(element("tr", { class: "sources" }, element("td"), element("td", { colspan: String(row.cells.length) }, drawSources(row.evidence ?? []))));
  return made;
}

function drawSources(sources) {
  if (!sources.length) return element("span", { class: "soft" }, t("没有原句"));
  const quotes = sources.map((one) => element("div", { class: "quote" },
    one.quote ? element("blockquote", {}, one.quote) : null,
    element("p", { class: "source" }, [one.document && t("《{}》", one.document), one.section, one.start === null ? "" : t("第 {}–{} 字", one.start, one.end)].filter(Boolean).join(" · "))));
  if (quotes.length < 2) return quotes[0];
  return element("details", { class: "evidence" }, element("summary", {}, t("原句 {}", quotes.length)), ...quotes);
}
