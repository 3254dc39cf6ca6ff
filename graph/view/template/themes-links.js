// What links two regions, and what flows from a region over a cluster to a company: the lists behind arcs and bands.

function swatch(colour, dashed = false) {
  return svg("svg", { class: "swatch", viewBox: "0 0 22 8", "aria-hidden": "true" }, svg("line", { x1: 1, x2: 21, y1: 4, y2: 4, stroke: colour, "stroke-width": 3, "stroke-dasharray": dashed ? "5 3" : null }));
}

function linkList(found, { named = false } = {}) {
  return longList(found, ({ theme, link }) => {
    const { zh, en, colour } = linkKind(link.kind);
    const nodes = [...link.entities.map((place) => view.entities[place]), ...[link.from, link.to].map((region) => ({ label: view.regions[region].label, aliases: [], type: "" }))];
    return [
      element("div", { class: "head" }, element("span", { class: "badge", title: en }, swatch(colour, !link.mutual), zh),
        element("span", { class: "ends" }, `${regionName(link.from)} ${link.mutual ? "↔" : "→"} ${regionName(link.to)}`), named ? themeButton(theme) : null),
      element("p", {}, element("bdi", {}, plain(link.zh)), " ", element("span", { class: "en" }, plain(link.en))),
      link.entities.length ? element("div", { class: "entities" }, ...link.entities.slice(0, 8).map((place) => entityHead(place)), link.entities.length > 8 ? element("p", { class: "soft" }, `其余 ${link.entities.length - 8} 个`) : null) : null,
      link.sentences.length ? quotations(link.sentences, nodes, found.length <= 4) : null,
    ].filter(Boolean);
  }, 10);
}

const pairKey = (a, b) => (a < b ? `${a} ${b}` : `${b} ${a}`);
const linksByPair = new Map();
view.themes.forEach(({ links }, theme) => links.forEach((link) => {
  const key = pairKey(link.from, link.to);
  linksByPair.set(key, [...(linksByPair.get(key) ?? []), { theme, link }]);
}));

// A link of a narrower theme is also in the theme above it: it is told once, with the narrower one.
function linksOf(a, b) {
  const found = new Map();
  for (const { theme, link } of linksByPair.get(pairKey(a, b)) ?? []) {
    if (state.theme !== null && theme !== state.theme) continue;
    const key = JSON.stringify([link.from, link.to, link.kind, link.entities, link.sentences]);
    if (!found.has(key) || view.themes[theme].level > view.themes[found.get(key).theme].level) found.set(key, { theme, link });
  }
  return [...found.values()];
}

function pairPanel(a, b) {
  const share = view.shares.find((each) => (each.a === a && each.b === b) || (each.a === b && each.b === a));
  const links = linksOf(a, b);
  const common = state.theme === null ? [...(share?.themes ?? [])] : [state.theme].filter((theme) => cells[theme].has(a) && cells[theme].has(b));
  return [
    top("两地", "two regions", state.theme === null ? null : element("span", { class: "badge" }, themeName(state.theme))),
    title(regionName(a), element("span", { class: "times" }, " — "), regionName(b)),
    share && state.theme === null ? element("p", { class: "lead" }, `${share.themes.length} 个主题在两地都比平均突出，${links.length} 条联系`) : null,
    ...(links.length ? [heading(`联系（${links.length}）`, "stated and implied links"), linkList(links, { named: state.theme === null })] : [element("p", { class: "friendly" }, "文件没有写明两地之间的联系。")]),
    ...(common.length ? [heading(`${state.theme === null ? "共同突出的主题" : "共同主题"}（${common.length}）`, "shared themes"), longList(common, (theme) => [
      element("div", { class: "head" }, themeButton(theme)),
      element("div", { class: "sides" }, ...[a, b].filter((region) => cells[theme].has(region)).map((region) => cellRow(theme, region, regionName(region)))),
    ], 8)] : []),
  ].filter(Boolean);
}

// A theme stands for the narrower ones below it. One flow told under both counts once.
function flowsInPicture() {
  const below = (theme) => theme === state.theme || (theme in view.themes && view.themes[theme].parent !== null && below(view.themes[theme].parent));
  const found = new Map();
  for (const flow of view.flows) {
    if (state.theme !== null && !below(flow.theme)) continue;
    const key = `${flow.region} ${flow.cluster} ${flow.company}`;
    const before = found.get(key);
    found.set(key, before ? { ...before, weight: Math.max(before.weight, flow.weight), themes: [...before.themes, flow.theme], sentences: [...new Set([...before.sentences, ...flow.sentences])] }
      : { ...flow, themes: [flow.theme] });
  }
  return [...found.values()];
}

function flowPanel({ region, cluster, company }) {
  const found = flowsInPicture().filter((flow) => (region === null || flow.region === region) && (cluster === null || flow.cluster === cluster) && (company === null || flow.company === company));
  const parts = [region !== null && regionName(region), cluster !== null && plain(view.entities[cluster].label), company !== null && plain(view.entities[company].label)].filter(Boolean);
  return [
    top("流向", "flow"),
    title(parts.join(" → ")),
    element("div", { class: "actions" }, networkLink(toNetwork("node", view.entities[company ?? cluster].id))),
    heading(`经过这里的（${found.length}）`, "what passes here"),
    found.length ? longList(found, (flow) => {
      const ends = [flow.cluster, flow.company].filter((place) => place !== null);
      return [
        element("div", { class: "path" }, element("div", { class: "head" }, sign("Region"), regionButton(flow.region)), ...ends.map((place) => entityHead(place))),
        flow.company === null ? element("p", { class: "soft" }, "文件没有写明牵引它的企业") : null,
        element("div", { class: "chips" }, ...[...new Set(flow.themes)].map((theme) => pressed(themeName(theme), () => go(choosing({ theme })), "chip"))),
        quotations(flow.sentences, ends.map((place) => view.entities[place]), found.length <= 4),
      ].filter(Boolean);
    }, 8) : element("p", { class: "friendly" }, "这个主题里没有这样的流向。"),
  ];
}
