// A theme, or the entities that a link names, lit on the map: everything else lies behind the veil.

const LIT_AT_MOST = 400; // of nodes that are held back at first: more would slow the map down
const numbers = new Map();
grown(view.nodes, (node, id) => numbers.set(node.id, id));

function shine(light) {
  state.light = light;
  for (const id of light.nodes) state.typesOff.delete(view.nodes[id].type);
  if (first) [...lightCities(), ...light.nodes].filter((id) => !first.has(id)).slice(0, LIT_AT_MOST).forEach((id) => state.revealed.add(id));
  if (light.theme === undefined) state.filter.themeOnly = false;
  state.moved = false;
  focusOn(null);
  narrowed();
  drawLight();
  const nodes = neighbourhood().nodes;
  if (nodes.length) fit(nodes, 1.4, reduced ? false : { duration: 350, easingFunction: "easeInOutQuad" });
}

function dim() {
  if (!state.light) return;
  unlight();
}

function unlight() {
  state.light = null;
  state.filter.themeOnly = false;
  focusOn(null);
  narrowed();
  drawLight();
}

function drawLight() {
  const { light } = state;
  $("light").hidden = !light;
  $("light-name").textContent = light ? lightTitle(light) : "";
  $("theme").value = light?.theme === undefined ? "" : String(light.theme);
  $("matrix-link").href = light?.theme === undefined ? source.themes : matrixLink(view.themes[light.theme]);
}

const matrixLink = (theme) => `${source.themes}#theme=${encodeURIComponent(theme.zh)}`;

// The regions that a lit theme compares: its links run between them.
const lightCities = () => (view.themes[state.light?.theme]?.cities ?? []).map((city) => city.region);

function byType(nodes) {
  const known = Object.keys(view.types);
  const rank = (id) => (known.indexOf(view.nodes[id].type) + 99) % 99;
  return [...nodes].sort((a, b) => rank(a) - rank(b) || sooner(a, b));
}

const countsByType = (nodes) => [...byType(nodes).reduce((counts, id) => counts.set(view.nodes[id].type, (counts.get(view.nodes[id].type) ?? 0) + 1), new Map())]
  .map(([type, count]) => `${said(kind(type))} ${count}`).join(" · ");

const litEntity = (id, scope = true) => [element("div", { class: "head" }, sign(view.nodes[id].type), nameButton(id), ...badges(view.nodes[id]).slice(1),
  scope && view.nodes[id].scope ? element("span", { class: "soft" }, plain(view.nodes[id].scope)) : null)];

function cityGroups(theme) {
  const cities = [...theme.cities].sort((a, b) => b.nodes.length - a.nodes.length);
  const placed = new Set(cities.flatMap((city) => city.nodes));
  const rest = theme.nodes.filter((id) => !placed.has(id));
  const group = (head, nodes, region) => [
    element("h3", { class: "city" }, head, t("（{}） ", nodes.length), element("span", { class: "soft" }, countsByType(nodes))),
    longList(byType(nodes), (id) => litEntity(id, view.nodes[id].home !== region), 8),
  ];
  return [
    ...cities.flatMap((city) => group(nameButton(city.region), city.nodes, city.region)),
    ...(rest.length ? group(t("其他地区，或只提到名称"), rest, null) : []),
  ];
}

function typeGroups(nodes) {
  const types = [...Object.keys(view.types), ...new Set(nodes.map((id) => view.nodes[id].type).filter((type) => !view.types[type]))];
  return types.map((type) => [type, nodes.filter((id) => view.nodes[id].type === type)]).filter(([, inside]) => inside.length).flatMap(([type, inside]) => [
    element("h3", {}, t("{}（{}） ", said(kind(type)), inside.length), element("span", { class: "en" }, kind(type).en)),
    longList(inside, (id) => litEntity(id)),
  ]);
}

function lightPanel() {
  const { light } = state;
  const theme = view.themes[light.theme];
  return [
    element("div", { class: "top" }, element("span", { class: "badge" }, theme ? t("主题") : t("所选"), element("span", { class: "en" }, theme ? "theme" : "chosen")),
      element("button", { type: "button", class: "plain close", onclick: dim }, t("关闭"))),
    element("h2", {}, element("bdi", {}, theme ? plain(said(theme)) : lightTitle(light))),
    theme && element("p", { class: "en" }, plain(theme.en)),
    element("p", { class: "soft" }, theme?.cities.length ? t("{} 个实体，{} 个地区有；地区之间 {} 条联系", light.nodes.length, theme.cities.length, theme.links.length) : t("{} 个实体", light.nodes.length)),
    theme && element("p", {}, element("a", { class: "back", href: matrixLink(theme) }, t("回到主题矩阵 "), element("span", { class: "en" }, "theme matrix"))),
    ...(theme ? pairList(theme) : []),
    ...(theme?.cities.length ? cityGroups(theme) : typeGroups(light.nodes)),
  ].filter(Boolean);
}

function shineTheme(theme) {
  const coming = source.theme(theme);
  const lit = () => shine({ theme, nodes: view.themes[theme].nodes });
  if (coming) coming.then((come) => come && lit());
  else lit();
}
const shineNodes = (nodes) => shine({ nodes });
const lightTitle = ({ theme, nodes }) => (theme === undefined ? t("所选 {} 个实体", nodes.length) : t("主题：{}", plain(said(view.themes[theme]))));

function drawThemes() {
  const option = (value, text) => element("option", { value }, text);
  const chosen = state.light?.theme;
  $("theme").replaceChildren(option("", t("全部（不突出）")), ...view.themes.map((theme, id) => option(String(id), t("{}（{}）", plain(said(theme)), (theme.count ?? theme.nodes.length).toLocaleString("en-US")))));
  $("theme").value = chosen === undefined ? "" : String(chosen);
}

function listenToLight() {
  $("theme-box").hidden = !view.themes.length;
  drawThemes();
  $("theme").addEventListener("change", () => {
    if ($("theme").value === "") dim();
    else shineTheme(Number($("theme").value));
  });
  $("dim").addEventListener("click", dim);
}
