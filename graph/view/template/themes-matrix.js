// The matrix: a row for every theme, a column for every region, a disc where they meet.

const order = { by: "rank", region: null };
const tails = new Set(); // parents whose lighter themes are shown too; null stands for the top
const LONG = 8;
const highest = Math.max(...view.themes.map((theme) => theme.score), 0.001);

// What one region has, and names once or has no more of than others do, links nothing and leads nowhere.
function minor(theme) {
  const { score, links } = view.themes[theme];
  const entities = [...cells[theme].values()].reduce((sum, cell) => sum + cell.entities.length, 0);
  return cells[theme].size < 2 && !links.length && (entities < 2 || score < highest / 100) && narrower[theme].every(minor);
}

// A narrower theme that is among the first of all would be missed behind a parent that is not.
const FIRST = 12;
const open = new Set(ranked.filter((theme) => foremost(theme) < view.themes[theme].rank && foremost(theme) <= FIRST));

// A list that is long, or that only has one or two to leave out, is shown whole.
function splitTail(themes, parent) {
  const rest = tails.has(parent) ? [] : themes.filter(minor);
  if (rest.length < 3 || (parent === null && themes.length <= LONG)) return [themes, []];
  return [themes.filter((theme) => !rest.includes(theme)), rest];
}

function matrix() {
  if (state.theme !== null) reveal(state.theme);
  const holder = element("div", { class: "scroll", id: "matrix-scroll" }, matrixTable());
  return [matrixTools(), holder];
}

const parentOf = (theme) => (view.themes[theme].parent in view.themes ? view.themes[theme].parent : null);

function reveal(theme) {
  for (let each = theme; each !== null; each = parentOf(each)) {
    const parent = parentOf(each);
    if (splitTail(parent === null ? roots : narrower[parent], parent)[1].includes(each)) tails.add(parent);
    if (parent !== null) open.add(parent);
  }
}

function unfoldAll(parents) {
  parents.forEach((theme) => { open.add(theme); tails.add(theme); });
  tails.add(null);
}

function matrixTools() {
  const disc = (size, look) => {
    const made = element("span", { class: `disc ${look}` });
    made.style.width = made.style.height = `${size}px`;
    return made;
  };
  const looks = [0.5, 1, 1.5, 2].map((quotient) => standing(quotient)).map(({ zh, class: look }) => element("span", {}, disc(14, look), ` ${zh}`));
  const parents = ranked.filter((theme) => narrower[theme].length);
  const all = parents.every((theme) => open.has(theme));
  return element("div", { class: "hints" },
    element("p", { class: "scale" }, element("span", {}, disc(7, "even"), disc(12, "even"), disc(19, "even"), " 份量 ", element("span", { class: "en" }, "weight"), "，数字为实体数"),
      ...looks, element("span", {}, element("span", { class: "aim" }, "◇"), " 有发展目标")),
    element("div", { class: "hand" },
      parents.length ? element("button", { type: "button", class: "plain", id: "unfold", onclick: () => { if (all) { open.clear(); tails.clear(); } else unfoldAll(parents); redrawMatrix(); } }, all ? "全部收起" : "全部展开") : null,
      element("details", { class: "note" }, element("summary", {}, "如何排序 ", element("span", { class: "en" }, "how ranked")),
        element("p", {}, plain(view.note?.zh ?? "")), element("p", { class: "en" }, plain(view.note?.en ?? "")))));
}

function matrixTable() {
  const head = (by, region, text, en, look = "") => {
    const on = order.by === by && order.region === region;
    const act = () => { Object.assign(order, { by, region }); redrawMatrix(); };
    return element("th", { scope: "col", class: look, "aria-sort": on ? "descending" : "none" },
      element("button", { type: "button", "data-key": `sort ${by} ${region}`, title: "按此列排序", onclick: act }, element("span", {}, text, " ", en && element("span", { class: "en" }, en)), element("span", { class: "arrow", "aria-hidden": "true" }, on ? "▼" : "")));
  };
  const table = element("table", { class: "matrix", role: "treegrid", "aria-label": "主题与地区" },
    element("thead", {}, element("tr", {},
      element("th", { scope: "col", class: "theme corner", "aria-sort": order.by === "name" ? "ascending" : "none" },
        element("button", { type: "button", "data-key": "sort name null", title: "按名称排序", onclick: () => { Object.assign(order, { by: order.by === "name" ? "rank" : "name", region: null }); redrawMatrix(); } },
          element("span", {}, "主题 ", element("span", { class: "en" }, order.by === "name" ? "by name" : "theme")), element("span", { class: "arrow", "aria-hidden": "true" }, order.by === "name" ? "▲" : ""))),
      head("rank", null, "得分", "score", "score"),
      ...view.regions.map((_, region) => head("region", region, regionName(region), null, "place")),
      hasLinks ? head("links", null, "联系", "links", "links") : null)),
    element("tbody", {}, ...rowsOf(null, 0)));
  table.addEventListener("keydown", walk);
  const first = table.querySelector(`[data-key="${at(state.theme, state.region)}"]`) ?? table.querySelector("tbody .name");
  if (first) first.tabIndex = 0;
  return table;
}

const hasLinks = view.regions.length > 1;
const at = (theme, region) => `cell ${theme} ${region}`;

function sorted(themes) {
  const weight = (theme) => cells[theme].get(order.region)?.weight ?? 0;
  const compare = {
    rank: (a, b) => foremost(a) - foremost(b),
    name: (a, b) => themeName(a).localeCompare(themeName(b), "zh"),
    region: (a, b) => weight(b) - weight(a),
    links: (a, b) => view.themes[b].links.length - view.themes[a].links.length,
  }[order.by];
  return [...themes].sort((a, b) => compare(a, b) || view.themes[a].rank - view.themes[b].rank || a - b);
}

function rowsOf(parent, depth) {
  const [shown, rest] = splitTail(sorted(parent === null ? roots : narrower[parent]), parent);
  return [...shown.flatMap((theme) => [row(theme, depth), ...(open.has(theme) ? rowsOf(theme, depth + 1) : [])]), ...(rest.length ? [tailRow(parent, rest, depth)] : [])];
}

function tailRow(parent, rest, depth) {
  const show = () => {
    tails.add(parent);
    redrawMatrix();
    const first = document.querySelector(`.matrix [data-key="${at(rest[0], null)}"]`);
    if (first) stopAt(first).focus();
  };
  return element("tr", { class: depth ? "inner tail" : "tail", "aria-level": depth + 1 }, element("td", { colspan: view.regions.length + (hasLinks ? 3 : 2) },
    element("button", { type: "button", class: "more", tabindex: -1, "data-key": `tail ${parent}`, title: rest.map(themeName).join("、"), onclick: show },
      `另有 ${rest.length} 个${depth ? "细分" : ""}主题，只一地提到一次或不突出 `, element("span", { class: "en" }, `${rest.length} more`))));
}

function row(theme, depth) {
  const { en, score, links } = view.themes[theme];
  const folds = narrower[theme].length
    ? element("button", { type: "button", class: "fold", tabindex: -1, "data-key": `fold ${theme}`, "aria-expanded": String(open.has(theme)), "aria-label": `${themeName(theme)}的细分主题`,
      onclick: () => { if (!open.delete(theme)) open.add(theme); redrawMatrix(); } }, open.has(theme) ? "▾" : "▸")
    : element("span", { class: "fold" });
  const bar = element("span", { class: "bar-fill" });
  bar.style.width = `${Math.max(2, (46 * score) / highest).toFixed(1)}px`;
  return element("tr", { class: depth ? "inner" : "", "data-theme": theme, "aria-level": depth + 1, "aria-selected": String(state.theme === theme) },
    element("th", { scope: "row", class: "theme" }, element("div", { class: "theme-name" }, folds,
      element("button", { type: "button", class: "name", tabindex: -1, "data-key": at(theme, null), onclick: () => go(choosing({ theme })) }, element("bdi", {}, themeName(theme)), element("span", { class: "en" }, plain(en))))),
    element("td", { class: "score" }, bar, element("span", { class: "soft" }, number(score)), aheadOf(theme)),
    ...view.regions.map((_, region) => element("td", {}, cellButton(theme, region))),
    hasLinks ? element("td", { class: "links" }, links.length ? element("button", { type: "button", class: "name to-links", tabindex: -1, "data-key": `links ${theme}`,
      "aria-label": `${themeName(theme)}：${links.length} 条地区之间的联系`, onclick: () => go(choosing({ view: "regions", theme })) }, String(links.length)) : null) : null);
}

// A closed row that stands where it does for a theme below it says which.
function aheadOf(theme) {
  const leader = open.has(theme) ? undefined : narrower[theme].find((each) => foremost(each) === foremost(theme));
  return leader === undefined ? null : element("div", { class: "soft ahead" }, `${themeName(leader)} ${number(view.themes[leader].score)}`);
}

function told(theme, region) {
  const cell = cells[theme].get(region);
  const counted = [["计划", cell.planned], ["建设中", cell.works], ["事实", cell.running], ["未说明", cell.unstated]].filter(([, count]) => count);
  const money = [cell.investment && `投资 ${figure(cell.investment.value, "元")}`, cell.aims.length && `目标 ${cell.aims.length} 个`].filter(Boolean);
  return [
    `${themeName(theme)} · ${regionName(region)}`,
    `份量 ${number(cell.weight)} · 区位商 ${rounded(cell.quotient)}（${standing(cell.quotient).zh}）`,
    `${cell.entities.length} 个实体`,
    ...(counted.length ? [`进展：${counted.map(([name, count]) => `${name} ${count}`).join("、")}`] : []),
    ...(money.length ? [money.join(" · ")] : []),
  ];
}

function cellButton(theme, region) {
  const cell = cells[theme].get(region);
  if (!cell) return element("span", { class: "empty", "aria-label": "无" });
  const { class: look } = standing(cell.quotient);
  const disc = element("span", { class: `disc ${look}` });
  disc.style.width = disc.style.height = `${(5 + 21 * Math.sqrt(cell.weight / most)).toFixed(1)}px`;
  return element("button", { type: "button", class: `cell ${look}`, tabindex: -1, "data-key": at(theme, region), "aria-label": told(theme, region).join("；"),
    "aria-pressed": String(state.theme === theme && state.region === region), onclick: () => go(choosing({ theme, region })), ...tipped(() => told(theme, region)) },
    element("span", { class: "disc-box" }, disc), element("span", { class: "count" }, String(cell.entities.length)), cell.aims.length ? element("span", { class: "aim" }, "◇") : null);
}

// The table has one stop for the tab key; arrows lead from there to the next thing that can be pressed.
function walk(event) {
  const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
  const from = event.target.closest("tbody button");
  if (!step || !from) return;
  event.preventDefault();
  const rows = [...from.closest("tbody").rows].map((each) => [each.querySelector("button.fold"), ...[...each.cells].map((cell) => cell.querySelector("button.name, button.cell, button.more"))]);
  let y = rows.findIndex((each) => each.includes(from));
  let x = rows[y].indexOf(from);
  do [y, x] = [y + step[0], x + step[1]];
  while (rows[y] && x in rows[y] && !rows[y][x]);
  const to = rows[y]?.[x];
  if (!to) return;
  stopAt(to).focus();
  to.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function stopAt(button) {
  for (const other of document.querySelectorAll('.matrix tbody [tabindex="0"]')) other.tabIndex = -1;
  button.tabIndex = 0;
  return button;
}

// A choice only moves the mark, unless its row is folded away: a large table takes long to build.
function markMatrix() {
  if (state.theme !== null && !document.querySelector(`.matrix tr[data-theme="${state.theme}"]`)) return redrawMatrix();
  for (const cell of document.querySelectorAll('.cell[aria-pressed="true"]')) cell.setAttribute("aria-pressed", "false");
  document.querySelector(`.cell[data-key="${at(state.theme, state.region)}"]`)?.setAttribute("aria-pressed", "true");
  for (const row of document.querySelectorAll(".matrix tr[data-theme]")) row.setAttribute("aria-selected", String(row.dataset.theme === String(state.theme)));
}

// A theme that a link, the search or the list of themes chose may lie below the edge of the table.
function showChosen() {
  const holder = $("matrix-scroll");
  const row = holder?.querySelector('tr[aria-selected="true"]');
  if (!row) return;
  const head = holder.querySelector("thead").offsetHeight;
  if (row.offsetTop - head < holder.scrollTop || row.offsetTop + row.offsetHeight > holder.scrollTop + holder.clientHeight) holder.scrollTop = row.offsetTop - head - holder.clientHeight / 4;
}

function redrawMatrix() {
  const key = document.activeElement?.dataset?.key ?? (document.activeElement?.id === "unfold" ? "unfold" : null);
  const before = $("matrix-scroll");
  const [left, top] = before ? [before.scrollLeft, before.scrollTop] : [0, 0];
  hideTip();
  $("stage").replaceChildren(...matrix());
  Object.assign($("matrix-scroll"), { scrollLeft: left, scrollTop: top });
  (key === "unfold" ? $("unfold") : key && document.querySelector(`[data-key="${CSS.escape(key)}"]`))?.focus({ preventScroll: true });
  hideTip(); // the panel says it by now
}
