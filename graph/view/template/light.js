// A theme, or the entities that a link names, lit on the map: everything else lies behind the veil.

const LIT_AT_MOST = 400; // of nodes that are held back at first: more would slow the map down
const numbers = new Map(view.nodes.map((node, id) => [node.id, id]));

function shine(light) {
  state.light = light;
  for (const id of light.nodes) state.typesOff.delete(view.nodes[id].type);
  if (first) light.nodes.filter((id) => !first.has(id)).slice(0, LIT_AT_MOST).forEach((id) => state.revealed.add(id));
  drawLegend();
  focusOn(null);
  drawLight();
  const nodes = neighbourhood().nodes;
  if (nodes.length) fit(nodes, 1.4, reduced ? false : { duration: 350, easingFunction: "easeInOutQuad" });
}

// The fragment goes too, so that the same link lights the theme again.
function dim() {
  if (location.hash) history.pushState(null, "", location.pathname + location.search);
  if (!state.light) return;
  state.light = null;
  focusOn(null);
  drawLight();
}

function drawLight() {
  const { light } = state;
  $("light").hidden = !light;
  $("light-name").textContent = light ? light.title : "";
  $("theme").value = light?.theme === undefined ? "" : String(light.theme);
  $("matrix-link").href = light?.theme === undefined ? "themes.html" : matrixLink(view.themes[light.theme]);
}

const matrixLink = (theme) => `themes.html#theme=${encodeURIComponent(theme.zh)}`;

function lightPanel() {
  const { light } = state;
  const theme = view.themes[light.theme];
  const made = [
    element("div", { class: "top" }, element("span", { class: "badge" }, theme ? "主题" : "所选", element("span", { class: "en" }, theme ? "theme" : "chosen")),
      element("button", { type: "button", class: "plain close", onclick: dim }, "关闭")),
    element("h2", {}, element("bdi", {}, theme ? plain(theme.zh) : light.title)),
    theme && element("p", { class: "en" }, plain(theme.en)),
    element("p", { class: "soft" }, `${light.nodes.length} 个实体${theme ? "，包括只提到名称、没有归到任何地区的" : ""}`),
    theme && element("p", {}, element("a", { class: "back", href: matrixLink(theme) }, "回到主题矩阵 ", element("span", { class: "en" }, "theme matrix"))),
  ].filter(Boolean);
  for (const type of [...Object.keys(view.types), ...new Set(light.nodes.map((id) => view.nodes[id].type).filter((type) => !view.types[type]))]) {
    const nodes = light.nodes.filter((id) => view.nodes[id].type === type);
    if (!nodes.length) continue;
    made.push(element("h3", {}, `${kind(type).zh}（${nodes.length}） `, element("span", { class: "en" }, kind(type).en)));
    made.push(longList(nodes, (id) => [element("div", { class: "head" }, sign(type), nameButton(id), element("span", { class: "soft" }, plain(view.nodes[id].scope)))]));
  }
  return made;
}

// "#theme=石化化工", "#node=park/…" or "#nodes=a,b": what is not here is passed over.
function followFragment() {
  const wanted = fragment();
  const theme = view.themes.findIndex((each) => wanted.theme && [each.zh, each.en].includes(wanted.theme));
  const nodes = (wanted.nodes ?? "").split(",").map((id) => numbers.get(decoded(id))).filter((id) => id !== undefined);
  const node = numbers.get(wanted.node);
  if (theme >= 0) shine({ theme, title: `主题：${plain(view.themes[theme].zh)}`, nodes: view.themes[theme].nodes });
  else if (nodes.length) shine({ title: `所选 ${nodes.length} 个实体`, nodes: [...new Set(nodes)].sort((a, b) => a - b) });
  else if (state.light) {
    state.light = null;
    focusOn(null);
    drawLight();
  }
  if (node !== undefined) focusOn({ node }, { move: true });
}

function listenToLight() {
  const option = (value, text) => element("option", { value }, text);
  $("theme-box").hidden = !view.themes.length;
  $("theme").replaceChildren(option("", "全部（不突出）"), ...view.themes.map((theme, id) => option(String(id), `${plain(theme.zh)}（${theme.nodes.length}）`)));
  $("theme").addEventListener("change", () => {
    if ($("theme").value === "") dim();
    else location.hash = `theme=${encodeURIComponent(view.themes[$("theme").value].zh)}`;
  });
  $("dim").addEventListener("click", dim);
  addEventListener("hashchange", followFragment);
}
