// Narrowing: what each filter lets through, the legend that is also the filter, and the chips that say what is active.

// One bit for every reason why something is left out: a count in the legend looks at all reasons but its own.
const BY = { type: 1, region: 2, document: 4, year: 8, stage: 16, theme: 32, relation: 64, told: 128 };
const NO_FILTER = { region: null, document: null, from: null, to: null, told: null, themeOnly: false };
const STAGES = { ...view.stages, "": { zh: "未说明", en: "not stated" } };
const stages = grown(view.nodes, stageOf);

const yearsOf = (sentences) => sentences.map((number) => view.sentences[number]).map((one) => one.year ?? view.documents[one.document]?.year);
const unique = (values) => [...new Set(values.filter((value) => value !== null && value !== undefined))];
const years = {
  nodes: grown(view.nodes, (node) => {
    const told = unique([...yearsOf(node.sentences), ...node.observations.map((row) => row.year)]);
    return told.length ? told : unique(node.documents.map((number) => view.documents[number].year));
  }),
  edges: grown(view.edges, (edge) => unique(yearsOf(edge.sentences))),
};
const papers = grown(view.edges, (edge) => unique(edge.sentences.map((number) => view.sentences[number].document)));
let allYears = [];
grows(() => { allYears = unique([...years.nodes.flat(), ...(source.whole?.years ?? [])]).sort((a, b) => a - b); });

// Regions with all that is part of them, in one step or several.
const parts = new Map();
grown(view.edges, ({ from, to, relation }) => {
  if (relation === "partOf" && view.nodes[from].type === "Region" && view.nodes[to].type === "Region") parts.set(to, [...(parts.get(to) ?? []), from]);
});
function within(region) {
  const found = new Set([region]);
  for (const each of found) for (const part of parts.get(each) ?? []) found.add(part);
  return found;
}

// What lies in a region; firms that lead or build something there; and what lies nowhere but is said of something there.
function insideOf(region) {
  const area = within(region);
  const placed = view.nodes.map((node, id) => area.has(id) || (node.home !== null && area.has(node.home)));
  const inside = [...placed];
  view.edges.forEach(({ from, to, relation }) => {
    for (const [here, there] of [[from, to], [to, from]]) {
      const node = view.nodes[here];
      if (!placed[there] || node.type === "Region") continue;
      if (node.home === null || (node.type === "Company" && here === from && (relation === "undertakes" || relation === "leads"))) inside[here] = true;
    }
  });
  return inside;
}

const inRange = (told) => told.some((year) => year >= (state.filter.from ?? -Infinity) && year <= (state.filter.to ?? Infinity));

function nodeReasons() {
  const { filter } = state;
  const inside = filter.region === null ? null : insideOf(filter.region);
  const theme = filter.themeOnly && state.light?.theme !== undefined ? new Set([...state.light.nodes, ...lightCities()]) : null;
  const timed = filter.from !== null || filter.to !== null;
  return view.nodes.map((node, id) =>
    (state.typesOff.has(node.type) ? BY.type : 0) | (inside && !inside[id] ? BY.region : 0) | (state.stagesOff.has(stages[id]) ? BY.stage : 0) |
    (filter.document !== null && !node.documents.includes(filter.document) ? BY.document : 0) |
    (timed && !inRange(years.nodes[id]) ? BY.year : 0) | (theme && !theme.has(id) ? BY.theme : 0));
}

function edgeReasons() {
  const { filter } = state;
  const timed = filter.from !== null || filter.to !== null;
  return view.edges.map((edge, id) =>
    (state.relationsOff.has(edge.relation) ? BY.relation : 0) | (filter.told !== null && edge.explicit !== (filter.told === "explicit") ? BY.told : 0) |
    (filter.document !== null && papers[id].length && !papers[id].includes(filter.document) ? BY.document : 0) |
    (timed && years.edges[id].length && !inRange(years.edges[id]) ? BY.year : 0));
}

// What passes all filters; of a large graph the most important of these are shown, and what was asked for by name.
function sift() {
  const [nodes, edges] = [nodeReasons(), edgeReasons()];
  const { filter } = state;
  const bridged = (id) => touching[id].some((edge) => {
    const { from, to } = view.edges[edge];
    return !edges[edge] && !nodes[from === id ? to : from];
  });
  // A region that no document names stands beside what lies in it.
  const context = BY.document | BY.year;
  const named = nodes.map((reasons, id) => (reasons && !(reasons & ~context) && !view.nodes[id].documents.length && bridged(id) ? 0 : reasons));
  const passes = named.map((reasons, id) => !reasons && (filter.told === null || touching[id].some((edge) => !(edges[edge] & BY.told)) || (filter.told === "explicit" && !touching[id].length)));
  const narrow = activeFilters().length > 0;
  const shown = new Uint8Array(view.nodes.length);
  let room = first && narrow ? view.shown : Infinity;
  ranked.forEach((id) => {
    if (!passes[id]) return;
    if (state.revealed.has(id) || state.near.has(id) || (narrow ? room > 0 : !first || first.has(id))) shown[id] = 1;
    if (narrow) room -= 1;
  });
  // What is in focus is shown whatever the filters say.
  if (state.focus?.node !== undefined) shown[state.focus.node] = 1;
  for (const id of state.focus?.path?.nodes ?? []) shown[id] = 1;
  if (state.focus?.edge !== undefined) shown[view.edges[state.focus.edge].from] = shown[view.edges[state.focus.edge].to] = 1;
  return { nodes: named, edges, passes, shown, passing: passes.reduce((sum, pass) => sum + (pass ? 1 : 0), 0) };
}
const sifted = () => (kept.sifted ??= sift());

function tallied(rows, name, counts) {
  const tally = new Map(unique(rows.map(name)).map((each) => [each, 0]));
  rows.forEach((row, id) => counts(id) && tally.set(name(row, id), tally.get(name(row, id)) + 1));
  return tally;
}

// How many of each there are: among what the page holds or, where there is more, as its source tells; null: not known.
function countsOf(what, tally) {
  if (!source.whole) return tally;
  const told = activeFilters().length ? source.told()?.[what] : source.whole[what];
  return new Map([...new Set([...tally.keys(), ...Object.keys(source.whole[what])])].map((name) => [name, told ? told[name] ?? 0 : null]));
}

function legendRow(off, all, name, label, first, number) {
  const press = (change) => () => {
    change();
    narrowed();
  };
  const only = !off.has(name) && all.every((other) => other === name || off.has(other));
  return element("div", { class: "pick" },
    element("button", { type: "button", class: "switch", "aria-pressed": String(!off.has(name)), "data-name": name, title: label.en, onclick: press(() => off.delete(name) || off.add(name)) },
      first, element("span", {}, said(label)), element("span", { class: "count" }, number === null ? "" : number.toLocaleString("en-US"))),
    all.length > 1 ? element("button", { type: "button", class: "only", "data-only": name, "aria-label": only ? t("不再只看{}", said(label)) : t("只看{}", said(label)),
      onclick: press(() => { off.clear(); if (!only) all.filter((other) => other !== name).forEach((other) => off.add(other)); }) }, only ? t("全选") : t("只看")) : null);
}

function drawLegend() {
  const { nodes, edges, passes } = sifted();
  const listed = (labels, counts) => [...Object.keys(labels), ...[...counts.keys()].filter((name) => !labels[name])].filter((name) => counts.has(name));
  const draw = (box, off, labels, tally, label, mark) => {
    const counts = countsOf(box, tally);
    const all = listed(labels, counts);
    $(box).replaceChildren(...all.map((name) => legendRow(off, all, name, label(name), mark(name), counts.get(name))));
  };
  const but = (reason) => (id) => !(nodes[id] & ~reason);
  draw("types", state.typesOff, view.types, tallied(view.nodes, (node) => node.type, but(BY.type)), kind, sign);
  draw("relations", state.relationsOff, view.relations,
    tallied(view.edges, (edge) => edge.relation, (id) => !(edges[id] & ~BY.relation) && passes[view.edges[id].from] && passes[view.edges[id].to]),
    (name) => view.relations[name] ?? { zh: name, en: name }, () => null);
  draw("stages", state.stagesOff, STAGES, tallied(view.nodes, (_, id) => stages[id] ?? "", but(BY.stage)), (name) => STAGES[name], (name) => element("span", { class: `dot ${name}` }));
  drawScopeValues();
  $("theme-only").checked = state.filter.themeOnly;
  $("theme-only").disabled = state.light?.theme === undefined;
}

function drawScopeValues() {
  for (const name of ["region", "document", "from", "to", "told"]) $(`by-${name}`).value = state.filter[name] ?? "";
}

function only(off, all, name) {
  const on = all.filter((each) => !off.has(each));
  return on.length <= off.size ? t("只看 {}", on.length ? on.map(name).join("、") : t("（无）")) : t("不含 {}", [...off].map(name).join("、"));
}

// Every active filter: what its chip says and how it is taken off.
function activeFilters() {
  const { filter } = state;
  const clear = (...names) => () => names.forEach((name) => { filter[name] = NO_FILTER[name]; });
  const sets = [
    [state.typesOff, unique(view.nodes.map((node) => node.type)), (name) => said(kind(name))],
    [state.relationsOff, unique(view.edges.map((edge) => edge.relation)), (name) => said(view.relations[name] ?? { zh: name })],
    [state.stagesOff, unique(stages), (name) => said(STAGES[name])],
  ].filter(([off]) => off.size).map(([off, all, name]) => [only(off, all, name), () => off.clear()]);
  const span = filter.from === filter.to ? filter.from : filter.to === null ? t("{} 起", filter.from) : filter.from === null ? t("至 {}", filter.to) : `${filter.from}–${filter.to}`;
  return [
    ...sets,
    filter.region !== null && [t("地区：{}{}", plain(view.nodes[filter.region].label), parts.has(filter.region) ? t("及所辖") : ""), clear("region")],
    filter.document !== null && [t("文件：{}", plain(view.documents[filter.document].title)), clear("document")],
    (filter.from !== null || filter.to !== null) && [t("年份：{}", span), clear("from", "to")],
    filter.told !== null && [filter.told === "explicit" ? t("只看明示") : t("只看推断"), clear("told")],
    filter.themeOnly && state.light?.theme !== undefined && [t("只显示主题"), clear("themeOnly")],
  ].filter(Boolean);
}

function drawChips() {
  const active = activeFilters();
  const chips = active.map(([text, clear]) => element("span", { class: "chip" }, element("bdi", { title: text }, cut(text, 22)),
    element("button", { type: "button", "aria-label": t("去掉筛选：{}", text), onclick: () => { clear(); narrowed(); } }, "×")));
  const all = active.length > 1 ? [element("button", { type: "button", class: "all", onclick: resetFilters }, t("全部重置"))] : [];
  $("chips").replaceChildren(...chips, ...all);
}

function clearFilters() {
  for (const off of [state.typesOff, state.relationsOff, state.stagesOff]) off.clear();
  Object.assign(state.filter, NO_FILTER);
}

function resetFilters() {
  clearFilters();
  if (state.light) dim();
  narrowed();
}

// Regions as a tree, each with the number of entities in it and its parts.
function regionOptions() {
  const regions = view.nodes.map((_, id) => id).filter((id) => view.nodes[id].type === "Region");
  const own = new Map();
  view.nodes.forEach(({ home, type }) => home !== null && type !== "Region" && own.set(home, (own.get(home) ?? 0) + 1));
  const count = (id) => [...within(id)].reduce((sum, each) => sum + (view.nodes[each].inside ?? own.get(each) ?? 0), 0);
  const parent = (id) => (view.nodes[id].home !== null && view.nodes[view.nodes[id].home].type === "Region" ? view.nodes[id].home : null);
  const made = [];
  const seenRegions = new Set();
  const add = (id, depth) => {
    if (seenRegions.has(id)) return;
    seenRegions.add(id);
    const number = count(id);
    if (number) made.push(element("option", { value: String(id) }, t("{}{}（{}）", "\u3000".repeat(depth), cut(view.nodes[id].label, 16), number.toLocaleString("en-US"))));
    regions.filter((each) => parent(each) === id).forEach((each) => add(each, depth + 1));
  };
  regions.filter((id) => parent(id) === null).forEach((id) => add(id, 0));
  regions.forEach((id) => add(id, 0));
  return made;
}

// What can be chosen, behind the first option, which is all.
function drawScopes() {
  const option = (value, text) => element("option", { value: String(value) }, text);
  const fill_ = (name, options) => $(`by-${name}`).replaceChildren($(`by-${name}`).options[0], ...options);
  fill_("region", regionOptions());
  fill_("document", view.documents.map((each, number) => option(number, cut(`${each.year ?? ""} ${each.title}`.trim(), 26))));
  for (const end of ["from", "to"]) fill_(end, allYears.map((year) => option(year, String(year))));
}

function listenToFilters() {
  drawScopes();
  const listen = (name, read) => $(`by-${name}`).addEventListener("change", (event) => {
    const { value } = event.target;
    state.filter[name] = value === "" ? null : read(value);
    narrowed();
  });
  for (const name of ["region", "document", "from", "to"]) listen(name, Number);
  listen("told", String);
  $("theme-only").addEventListener("change", (event) => {
    state.filter.themeOnly = event.target.checked;
    narrowed();
  });
  // What was chosen may lie outside of what is in view.
  for (const name of ["region", "document"]) $(`by-${name}`).addEventListener("change", () => fit(shownNodes()));
  $("reset").addEventListener("click", () => {
    resetFilters();
    fit(shownNodes());
  });
}
