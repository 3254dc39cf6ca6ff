// The matrix: a row for every theme, a column for every region, a disc where they meet.

const order = { by: "rank", region: null };
// A narrower theme that stands before its parent would be missed behind it.
const open = new Set(ranked.filter((theme) => narrower[theme].some((each) => view.themes[each].rank < view.themes[theme].rank)));

function matrix() {
  if (state.theme !== null) unfold(view.themes[state.theme].parent);
  const holder = element("div", { class: "scroll", id: "matrix-scroll" }, matrixTable());
  return [matrixTools(), holder];
}

function unfold(theme) {
  for (let each = theme; each !== null && view.themes[each]; each = view.themes[each].parent) open.add(each);
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
      parents.length ? element("button", { type: "button", class: "plain", id: "unfold", onclick: () => { if (all) open.clear(); else parents.forEach((theme) => open.add(theme)); redrawMatrix(); } }, all ? "全部收起" : "全部展开") : null,
      element("details", { class: "note" }, element("summary", {}, "如何排序 ", element("span", { class: "en" }, "how ranked")),
        element("p", {}, plain(view.note?.zh ?? "")), element("p", { class: "en" }, plain(view.note?.en ?? "")))));
}

function matrixTable() {
  const head = (by, region, text, en, look = "") => {
    const on = order.by === by && order.region === region;
    const act = () => { Object.assign(order, { by, region }); redrawMatrix(); };
    return element("th", { scope: "col", class: look, "aria-sort": on ? (by === "name" ? "ascending" : by === "rank" ? "ascending" : "descending") : "none" },
      element("button", { type: "button", "data-key": `sort ${by} ${region}`, title: "按此列排序", onclick: act }, element("span", {}, text, " ", en && element("span", { class: "en" }, en)), element("span", { class: "arrow", "aria-hidden": "true" }, on ? (by === "name" || by === "rank" ? "▲" : "▼") : "")));
  };
  const table = element("table", { class: "matrix", role: "treegrid", "aria-label": "主题与地区" },
    element("thead", {}, element("tr", {},
      element("th", { scope: "col", class: "theme corner", "aria-sort": order.by === "name" ? "ascending" : "none" },
        element("button", { type: "button", "data-key": "sort name null", title: "按名称排序", onclick: () => { Object.assign(order, { by: order.by === "name" ? "rank" : "name", region: null }); redrawMatrix(); } },
          element("span", {}, "主题 ", element("span", { class: "en" }, order.by === "name" ? "by name" : "theme")), element("span", { class: "arrow", "aria-hidden": "true" }, order.by === "name" ? "▲" : ""))),
      head("rank", null, "得分", "score", "score"),
      ...view.regions.map((_, region) => head("region", region, regionName(region), null, "place")),
      head("links", null, "联系", "links", "links"))),
    element("tbody", {}, ...sorted(roots).flatMap((theme) => rowsOf(theme, 0))));
  table.addEventListener("keydown", walk);
  const first = table.querySelector(`[data-key="${at(state.theme, state.region)}"]`) ?? table.querySelector("tbody .name");
  if (first) first.tabIndex = 0;
  return table;
}

const highest = Math.max(...view.themes.map((theme) => theme.score), 0.001);
const at = (theme, region) => `cell ${theme} ${region}`;

function sorted(themes) {
  const weight = (theme) => cells[theme].get(order.region)?.weight ?? 0;
  const compare = {
    rank: () => 0,
    name: (a, b) => themeName(a).localeCompare(themeName(b), "zh"),
    region: (a, b) => weight(b) - weight(a),
    links: (a, b) => view.themes[b].links.length - view.themes[a].links.length,
  }[order.by];
  return [...themes].sort((a, b) => compare(a, b) || view.themes[a].rank - view.themes[b].rank || a - b);
}

function rowsOf(theme, depth) {
  const inner = open.has(theme) ? sorted(narrower[theme]).flatMap((each) => rowsOf(each, depth + 1)) : [];
  return [row(theme, depth), ...inner];
}

function row(theme, depth) {
  const { en, score, links } = view.themes[theme];
  const folds = narrower[theme].length
    ? element("button", { type: "button", class: "fold", tabindex: -1, "data-key": `fold ${theme}`, "aria-expanded": String(open.has(theme)), "aria-label": `${themeName(theme)}的细分主题`,
      onclick: () => { if (!open.delete(theme)) open.add(theme); redrawMatrix(); } }, open.has(theme) ? "▾" : "▸")
    : element("span", { class: "fold" }, depth ? "" : "");
  const bar = element("span", { class: "bar-fill" });
  bar.style.width = `${Math.max(2, (46 * score) / highest).toFixed(1)}px`;
  return element("tr", { class: depth ? "inner" : "", "data-theme": theme, "aria-level": depth + 1 },
    element("th", { scope: "row", class: "theme" }, element("div", { class: "theme-name" }, folds,
      element("button", { type: "button", class: "name", tabindex: -1, "data-key": at(theme, null), onclick: () => go(choosing({ theme })) }, element("bdi", {}, themeName(theme)), element("span", { class: "en" }, plain(en))))),
    element("td", { class: "score" }, bar, element("span", { class: "soft" }, number(score))),
    ...view.regions.map((_, region) => element("td", {}, cellButton(theme, region))),
    element("td", { class: "links" }, links.length ? String(links.length) : ""));
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
  const rows = [...from.closest("tbody").rows].map((each) => [each.querySelector("button.fold"), ...[...each.cells].map((cell) => cell.querySelector("button.name, button.cell"))]);
  let y = rows.findIndex((each) => each.includes(from));
  let x = rows[y].indexOf(from);
  do [y, x] = [y + step[0], x + step[1]];
  while (rows[y] && x in rows[y] && !rows[y][x]);
  const to = rows[y]?.[x];
  if (!to) return;
  from.tabIndex = -1;
  to.tabIndex = 0;
  to.focus();
  to.scrollIntoView({ block: "nearest", inline: "nearest" });
}

// A choice only moves the mark, unless its row is folded away: a large table takes long to build.
function markMatrix() {
  if (state.theme !== null && !document.querySelector(`.matrix tr[data-theme="${state.theme}"]`)) return redrawMatrix();
  for (const cell of document.querySelectorAll('.cell[aria-pressed="true"]')) cell.setAttribute("aria-pressed", "false");
  document.querySelector(`.cell[data-key="${at(state.theme, state.region)}"]`)?.setAttribute("aria-pressed", "true");
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
