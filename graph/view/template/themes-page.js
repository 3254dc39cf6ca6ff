// The page: draws the view and the panel that its fragment asks for, and listens.

const PICTURES = { matrix: matrixView, regions: regionsPicture, flow: flowPicture, communities: communitiesView };
let drawnFor = null;
let first = true;

function matrixView() {
  return view.themes.length && view.regions.length ? matrix() : [friendly("文件中没有认出主题；换几份写到产业的文件再试。", "No themes were found in these documents.")];
}

function communitiesView() {
  if (!view.communities.length) return [friendly("没有成组的实体。", "No communities.")];
  const inside = state.theme === null ? null : new Set(view.themes[state.theme].cells.flatMap((cell) => cell.entities));
  const own = (community) => (inside ? community.entities.filter((place) => inside.has(place)).length : community.size);
  const rows = view.communities.filter(own).sort((a, b) => own(b) - own(a) || b.size - a.size);
  if (!rows.length) return [friendly(`没有一组含有${themeName(state.theme)}的实体。`, "No communities here.")];
  const card = (community) => {
    const counts = byType(community.entities).map(([type, group]) => element("span", { class: "tally" }, sign(type), `${kind(type).zh} ${group.length}`));
    const names = community.entities.slice(0, 5).map((place) => plain(view.entities[place].label)).join("、");
    return element("li", { class: "card" }, element("a", { class: "name", href: toEntities(community.entities) }, element("bdi", {}, plain(community.label))),
      element("span", { class: "soft" }, `${community.size} 个实体${inside ? `，${own(community)} 个属于${themeName(state.theme)}` : ""}`), element("div", { class: "tallies" }, ...counts), element("p", { class: "soft" }, element("bdi", {}, names), community.entities.length > 5 ? "等" : ""));
  };
  return [
    element("div", { class: "hints" }, element("p", { class: "scale" }, element("span", {}, "事实相连紧密的实体；点名称在网络图中看 ", element("span", { class: "en" }, "groups that many facts join; a name opens the network")))),
    cardList(rows, card),
  ];
}

const CARDS = 18;
function cardList(rows, card) {
  const list = element("ul", { class: "cards" }, ...rows.slice(0, CARDS).map(card));
  if (rows.length <= CARDS) return list;
  const more = element("li", {}, element("button", { type: "button", class: "more", onclick: () => { more.remove(); list.append(...rows.slice(CARDS).map(card)); list.children[CARDS].querySelector("a").focus(); } },
    `再看 ${rows.length - CARDS} 组较小的 `, element("span", { class: "en" }, "smaller groups")));
  list.append(more);
  return list;
}

function panelOf() {
  if (state.entity !== null) return entityPanel(state.entity);
  if (state.cluster !== null || state.company !== null) return flowPanel(state);
  if (state.region !== null && state.with !== null) return pairPanel(state.region, state.with);
  if (state.region !== null && state.theme !== null && state.view !== "flow") return cellPanel(state.theme, state.region);
  if (state.region !== null) return regionPanel(state.region);
  if (state.theme !== null) return themePanel(state.theme);
  return overview();
}

function drawStage() {
  hideTip();
  if (state.view === "matrix" && $("matrix-scroll")) {
    markMatrix();
    return showChosen();
  }
  const focused = document.activeElement?.getAttribute("aria-label");
  $("stage").replaceChildren(...PICTURES[state.view]());
  if (focused) document.querySelector(`#stage [aria-label="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  hideTip();
  if (drawnFor !== state.view) $("stage").scrollTop = 0;
  drawnFor = state.view;
  showChosen();
}

function changed() {
  readState();
  for (const button of $("views").children) button.setAttribute("aria-current", String(button.dataset.view === state.view));
  $("theme").value = state.theme === null ? "" : String(state.theme);
  $("out").href = state.theme === null ? "network.html" : toNetwork("theme", view.themes[state.theme].zh);
  drawStage();
  $("panel").replaceChildren(...panelOf());
  $("panel").scrollTop = 0;
  showMarks($("panel"));
  const chosen = Object.keys(NOTHING).some((key) => state[key] !== null);
  // On a narrow screen the panel lies below; a link to a theme or a cell means the panel too.
  const arrived = first && chosen && state.view === "matrix";
  first = false;
  if ((asked || arrived) && innerWidth <= 760) (chosen && !$("views").contains(document.activeElement) && document.activeElement !== $("theme") ? $("panel") : $("stage")).scrollIntoView({ block: "start", behavior: reduced ? "auto" : "smooth" });
  asked = false;
}

// What can be found, with its names folded; made when it is first asked for. At equal rank themes come first.
let findable = null;
const nameable = () => (findable ??= [
  ...ranked.map((theme) => ({ theme, after: 0, names: [view.themes[theme].zh, view.themes[theme].en, ...view.themes[theme].concepts.flatMap(({ zh, en }) => [zh, en])] })),
  ...view.regions.map((each, region) => ({ region, after: 0.2, names: [each.label] })),
  ...view.entities.map((each, entity) => ({ entity, after: 0.5, names: [each.label, ...each.aliases] })),
].map((row) => ({ ...row, names: row.names.map((name) => fold(plain(name ?? ""))) })));

const finder = {
  none: "没有找到",
  search(text) {
    const wanted = fold(plain(text).trim());
    if (!wanted) return [];
    const rank = (names) => Math.min(...names.map((name) => (name === wanted ? 0 : name.startsWith(wanted) ? 1 : name.includes(wanted) ? 2 : 9)));
    const rows = nameable().map((row) => ({ ...row, rank: rank(row.names) + row.after }));
    return rows.filter((row) => row.rank < 9).sort((a, b) => a.rank - b.rank).slice(0, 30);
  },
  row({ theme, region, entity }) {
    if (theme !== undefined) return [element("span", { class: "pip" }), element("span", {}, element("bdi", {}, themeName(theme))), element("span", { class: "soft" }, `主题 · 第 ${view.themes[theme].rank} 位`)];
    const type = region === undefined ? view.entities[entity].type : "Region";
    return [sign(type), element("span", {}, element("bdi", {}, cut(region === undefined ? view.entities[entity].label : regionName(region), 40))),
      element("span", { class: "soft" }, [kind(type).zh, region === undefined ? placeOf(view.entities[entity]) : ""].filter(Boolean).join(" · "))];
  },
  take({ theme, region, entity }) {
    $("search").blur();
    if (theme !== undefined) go(choosing({ theme }));
    else if (region !== undefined) go(choosing({ region }));
    else go(choosing({ entity }));
  },
};

function listen() {
  $("views").replaceChildren(...Object.entries(VIEWS).map(([name, { zh, en }]) =>
    element("button", { type: "button", "data-view": name, onclick: () => go({ view: name, region: null, with: null, cluster: null, company: null, entity: null }) }, zh, " ", element("span", { class: "en" }, en))));
  $("theme").replaceChildren(element("option", { value: "" }, "全部主题"), ...roots.flatMap(function options(theme) {
    return [element("option", { value: theme }, (view.themes[theme].parent === null ? "" : "　") + themeName(theme)), ...narrower[theme].flatMap(options)];
  }));
  $("theme").addEventListener("change", () => go(choosing({ theme: $("theme").value === "" ? null : Number($("theme").value), view: state.view })));
  listenToSearch(finder);
  $("look").replaceChildren(choiceOf("scheme", "外观"));
  document.addEventListener("settings", () => {
    $("stage").replaceChildren();
    changed();
  });
  addEventListener("hashchange", changed);
  addEventListener("scroll", hideTip, { capture: true, passive: true });
  let width = innerWidth;
  addEventListener("resize", () => {
    if (width !== innerWidth && state.view !== "matrix") requestAnimationFrame(drawStage);
    width = innerWidth;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    clearSearch();
    hideTip();
    close();
  });
}

const entities = view.entities.length.toLocaleString("en-US");
$("counts").textContent = [`${roots.length} 主题`, view.themes.length > roots.length && `${view.themes.length - roots.length} 细分`].filter(Boolean).join(" · ") + ` · ${view.regions.length} 地区 · ${entities} 实体 · ${view.documents.length} 文档`;
listen();
changed();

// For tests and for a console: what the page shows.
globalThis.regiongraph = Object.freeze({ state: () => ({ ...state }) });
