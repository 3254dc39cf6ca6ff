// Between regions: arcs where there are few regions, a table of heat where there are many.

const ARCS_UP_TO = 14;
const TABLE_UP_TO = 60;

// What joins two regions in the picture: their shared weight, or the links of the chosen theme, one arc for each kind.
function joins() {
  if (state.theme === null) return view.shares.map(({ a, b, weight, themes }) => ({ a, b, weight, kind: null, mutual: true, text: `${themes.length} 个都突出的主题，${linksOf(a, b).length} 条联系` }));
  const found = new Map();
  for (const link of view.themes[state.theme].links) {
    const [a, b] = link.from < link.to ? [link.from, link.to] : [link.to, link.from];
    const key = `${a} ${b} ${link.kind}`;
    const before = found.get(key) ?? { a, b, weight: 0, kind: link.kind, mutual: false };
    found.set(key, { ...before, weight: before.weight + 1 + link.entities.length / 4, mutual: before.mutual || link.mutual });
  }
  return [...found.values()].map((join) => ({ ...join, text: linkKind(join.kind).zh + (join.mutual ? "" : "（单方面）") }));
}

function regionsPicture() {
  const found = joins().filter(({ a, b }) => a in view.regions && b in view.regions && a !== b);
  if (view.regions.length < 2) return [friendly("只有一个地区，没有地区之间的图。", "One region only.")];
  if (!found.length) return [friendly(state.theme === null ? "各地区没有共同的主题。" : `文件没有写明地区之间在${themeName(state.theme)}上的联系。`, "No links between regions.")];
  const picture = view.regions.length <= ARCS_UP_TO ? [arcs(found)] : [heat(found)];
  return [joinHints(found), ...picture, joinTable(found)];
}

const friendly = (zh, en) => element("p", { class: "friendly" }, zh, " ", element("span", { class: "en" }, en));

function joinHints(found) {
  const kinds = [...new Set(found.map((join) => join.kind))].filter(Boolean);
  const words = kinds.length
    ? [...kinds.map((name) => element("span", {}, swatch(linkKind(name).colour), ` ${linkKind(name).zh} `, element("span", { class: "en" }, linkKind(name).en))), element("span", {}, swatch("#7f8a96", true), " 只有一方提到 ", element("span", { class: "en" }, "one side only"))]
    : [element("span", {}, `${view.regions.length <= ARCS_UP_TO ? "弧线越粗" : "颜色越深"}，两地都比平均突出的主题越多、越重 `, element("span", { class: "en" }, "what both have more of than average")), element("span", {}, "选一个主题，只看它的联系")];
  return element("div", { class: "hints" }, element("p", { class: "scale" }, ...words));
}

const chosenPair = ({ a, b }) => (state.region === a && state.with === b) || (state.region === b && state.with === a);
const pick = ({ a, b }) => go(choosing({ view: "regions", theme: state.theme, region: a, with: b }));

function arcs(found) {
  const room = $("stage").clientWidth - 32;
  const longest = Math.max(...view.regions.map((_, region) => textWidth(cut(regionName(region), 9)))) * 13 + 16;
  const flat = room / view.regions.length >= longest;
  const step = flat ? Math.min(260, room / view.regions.length) : 48;
  const lane = (region) => step * (region + 0.5);
  const reach = flat ? Math.min(300, (step * (view.regions.length - 1)) / 2) : Math.min(room - longest - 24, 300);
  const long = step * view.regions.length;
  // Along the line of regions, and away from it: the same picture lying or standing.
  const spot = (along, away) => (flat ? `${along.toFixed(1)},${(reach + 24 - away).toFixed(1)}` : `${(longest + 14 + away).toFixed(1)},${along.toFixed(1)}`);
  const [width, height] = flat ? [long, reach + 74] : [room, long];
  const heaviest = Math.max(...found.map((join) => join.weight));
  const furthest = Math.max(...found.map(({ a, b }) => b - a));
  const beside = new Map();
  const drawn = [...found].sort((one, other) => other.b - other.a - (one.b - one.a) || one.a - other.a).map((join) => {
    const pair = `${join.a} ${join.b}`;
    const before = beside.get(pair) ?? 0;
    beside.set(pair, before + 1);
    const away = reach * ((0.35 + (0.65 * (join.b - join.a)) / furthest) * 0.84 ** before) * 1.33;
    const [from, to] = [lane(join.a), lane(join.b)];
    const curve = `M${spot(from, 0)}C${spot(from + (to - from) * 0.08, away)} ${spot(to - (to - from) * 0.08, away)} ${spot(to, 0)}`;
    const thick = 1.5 + 10 * (join.weight / heaviest) ** 0.8 * (join.kind ? 0.6 : 1);
    return choice(`${regionName(join.a)} — ${regionName(join.b)}：${join.text}`, () => pick(join), { class: "arc", "aria-pressed": String(chosenPair(join)) },
      svg("path", { class: "hit", d: curve, "stroke-width": Math.max(16, thick) }),
      svg("path", { class: "stroke", d: curve, stroke: join.kind ? linkKind(join.kind).colour : "#4b8fc0", "stroke-width": thick.toFixed(1), "stroke-dasharray": join.mutual ? null : `${(thick + 5).toFixed(1)} ${(thick + 2).toFixed(1)}` }));
  });
  const names = view.regions.map((_, region) => {
    const touching = found.filter(({ a, b }) => a === region || b === region).length;
    const count = roots.filter((theme) => cells[theme].has(region)).length;
    const [cx, cy] = spot(lane(region), 0).split(",").map(Number);
    return choice(`${regionName(region)}：${count} 个主题`, () => go(choosing({ view: "regions", theme: state.theme, region })), { class: touching ? "end" : "end lone" },
      svg("rect", { class: "hit", x: flat ? cx - step / 2 : 0, y: cy - 12, width: flat ? step : longest + 22, height: flat ? 62 : 36 }),
      svg("circle", { cx, cy, r: 6 }),
      svg("text", { x: flat ? cx : cx - 14, y: flat ? cy + 26 : cy, "text-anchor": flat ? "middle" : "end", "dominant-baseline": flat ? null : "central" }, cut(regionName(region), 9)),
      flat ? svg("text", { class: "small", x: cx, y: cy + 44, "text-anchor": "middle" }, `${count} 个主题`) : null);
  });
  return svg("svg", { class: "picture", id: "arcs", width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": "地区之间的联系" }, ...drawn, ...names);
}

function textWidth(text) {
  return [...text].reduce((sum, character) => sum + wide(character), 0);
}

function heat(found) {
  const weights = new Map();
  for (const join of found) weights.set(`${join.a} ${join.b}`, (weights.get(`${join.a} ${join.b}`) ?? 0) + join.weight);
  const total = (region) => found.reduce((sum, join) => sum + (join.a === region || join.b === region ? join.weight : 0), 0);
  const totals = view.regions.map((_, region) => total(region));
  const shown = view.regions.map((_, region) => region).filter((region) => totals[region]).sort((a, b) => totals[b] - totals[a] || a - b).slice(0, TABLE_UP_TO);
  const heaviest = Math.max(...weights.values());
  const square = (row, column) => {
    const weight = weights.get(row < column ? `${row} ${column}` : `${column} ${row}`);
    if (!weight) return element("td", {});
    const join = { a: row, b: column };
    const name = `${regionName(row)} — ${regionName(column)}：${number(weight)}`;
    const made = element("button", { type: "button", class: "square", "aria-label": name, "aria-pressed": String(chosenPair(join)), tabindex: row < column ? 0 : -1, onclick: () => pick(join), ...tipped(() => [name]) });
    made.style.background = `rgba(0, 103, 165, ${(0.12 + 0.88 * (weight / heaviest)).toFixed(2)})`;
    return element("td", {}, made);
  };
  const name = (region) => pressed(cut(regionName(region), 8), () => go(choosing({ view: "regions", theme: state.theme, region })), "name");
  const rest = view.regions.length - shown.length;
  return element("div", { class: "scroll heat-box" }, element("table", { class: "heat", id: "heat" },
    element("thead", {}, element("tr", {}, element("td", {}), ...shown.map((region) => element("th", { scope: "col" }, element("span", {}, cut(regionName(region), 8)))))),
    element("tbody", {}, ...shown.map((row) => element("tr", {}, element("th", { scope: "row" }, name(row)), ...shown.map((column) => square(row, column)))))),
    rest ? element("p", { class: "soft" }, `其余 ${rest} 个地区没有显示`) : null);
}

function joinTable(found) {
  const rows = [...found].sort((one, other) => other.weight - one.weight || one.a - other.a || one.b - other.b);
  const heaviest = rows[0].weight;
  const common = ({ a, b }) => view.shares.find((share) => share.a === a && share.b === b)?.themes ?? [];
  const told = (join) => (state.theme === null ? `${common(join).slice(0, 5).map(themeName).join("、")}；${linksOf(join.a, join.b).length} 条联系` : join.text);
  return element("div", { class: "joins", id: "joins" }, heading(state.theme === null ? "共同突出的主题最多的两地" : "联系", state.theme === null ? "pairs by shared weight" : "links"),
    longList(rows, (join) => [element("button", { type: "button", class: "measure", onclick: () => pick(join) },
      element("span", { class: "measure-name" }, `${regionName(join.a)} — ${regionName(join.b)}`), meter(join.weight, heaviest, "more"),
      element("span", { class: "soft" }, join.kind ? swatch(linkKind(join.kind).colour, !join.mutual) : null, " ", told(join)))], 14));
}
