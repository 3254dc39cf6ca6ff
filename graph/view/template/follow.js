// Following: what lies one or two steps around an entity, what is held back there, and the shortest way between two.

const AROUND_AT_MOST = 300;

// Whether the filters let a fact through, be its ends held back or not.
const passes = (id) => {
  const { edges, passes } = sifted();
  return !edges[id] && Boolean(passes[view.edges[id].from] && passes[view.edges[id].to]);
};
const across = (edge, id) => (view.edges[edge].from === id ? view.edges[edge].to : view.edges[edge].from);
const byImportance = (ids) => [...new Set(ids)].sort(sooner);
const nextTo = (id, through = passes) => byImportance(touching[id].filter(through).map((edge) => across(edge, id)).filter((each) => each !== id));
const heldBack = (id) => (first ? nextTo(id).filter((each) => !first.has(each) && !state.revealed.has(each)) : []);

// All direct neighbours, and the most important ones a step further; the facts that lead to them.
function twoSteps(id) {
  const near = nextTo(id, seen.edge);
  const inner = new Set([id, ...near]);
  const far = byImportance(near.flatMap((each) => nextTo(each, seen.edge))).filter((each) => !inner.has(each));
  const room = Math.max(0, AROUND_AT_MOST - inner.size);
  const all = new Set([...inner, ...far.slice(0, room)]);
  const edges = [...new Set([...inner].flatMap((each) => touching[each].filter((edge) => seen.edge(edge) && all.has(across(edge, each)))))];
  return { edges, nodes: [id, ...[...all].filter((each) => each !== id).sort(sooner)], left: Math.max(0, far.length - room) };
}

// What is held back around comes out: neighbours, and theirs where two steps are shown.
function expand(id) {
  const coming = source.more(id);
  if (coming) coming.then((come) => come && bringOut(id));
  else bringOut(id);
}

function bringOut(id) {
  const near = heldBack(id);
  for (const each of near) state.revealed.add(each);
  if (state.focus?.steps === 2) for (const each of nextTo(id)) for (const one of heldBack(each)) if (state.revealed.size < 4 * AROUND_AT_MOST) state.revealed.add(one);
  refocus({ ...state.focus, node: id });
}

function foldBack() {
  state.revealed.clear();
  refocus(state.focus);
}

function refocus(focus) {
  focusOn(focus, { move: true, keepFocus: true });
}

// The fewest steps; among ways of equal length the one over less common ground, and over facts that are stated.
function shortestWay(start, end) {
  const best = new Map([[start, { cost: 0, edge: null }]]);
  let layer = [start];
  while (layer.length && !best.has(end)) {
    const next = new Map();
    for (const id of layer)
      for (const edge of touching[id]) {
        const other = across(edge, id);
        if (best.has(other) || !passes(edge)) continue;
        const cost = best.get(id).cost + Math.log2(1 + touching[other].length) + (view.edges[edge].explicit ? 0 : 3);
        if (!next.has(other) || cost < next.get(other).cost) next.set(other, { cost, edge });
      }
    next.forEach((found, id) => best.set(id, found));
    layer = [...next.keys()];
  }
  if (!best.has(end)) return { edges: [], nodes: [start, end] };
  const edges = [];
  const nodes = [end];
  while (nodes[0] !== start) {
    edges.unshift(best.get(nodes[0]).edge);
    nodes.unshift(across(edges[0], nodes[0]));
  }
  return { edges, nodes };
}

function showWay(start, end) {
  state.start = start;
  const coming = source.way(start, end);
  if (coming) coming.then((come) => come && drawWay(start, end));
  else drawWay(start, end);
}

function drawWay(start, end) {
  const found = shortestWay(start, end);
  if (first) for (const id of found.nodes) if (!first.has(id)) state.revealed.add(id);
  focusOn({ path: { start, end, ...found } }, { move: true });
}

// The first choice is the start, the next one the end; an entity in focus is a start already.
function chooseEnd(id) {
  const begun = state.start ?? (state.focus?.node === id ? null : state.focus?.node);
  if (begun === null || begun === undefined || begun === id) chooseStart(id);
  else showWay(begun, id);
}

function chooseStart(id) {
  const { path } = state.focus ?? {};
  if (path && path.end !== id) return showWay(id, path.end);
  state.start = id;
  drawEnds();
  drawPanel();
}

function forgetWay() {
  state.start = null;
  if (state.focus?.path) focusOn({ node: state.focus.path.start });
  else drawPanel();
  drawEnds();
}

function drawEnds() {
  // A way that is found has the panel to tell of its ends.
  const { start, focus } = state;
  $("ends").hidden = start === null || Boolean(focus?.path);
  if ($("ends").hidden) return $("ends").replaceChildren();
  $("ends").replaceChildren(element("span", {}, t("起点"), " ", element("bdi", {}, cut(view.nodes[start].label, 12)), " → ", t("再选终点")),
    element("button", { type: "button", id: "forget-way", "aria-label": t("不再找路径"), onclick: forgetWay }, "×"));
}

const isChosen = (id) => id === state.focus?.node || id === state.focus?.path?.start || id === state.focus?.path?.end;

// The row of the panel that leads on from an entity.
function followRow(id) {
  const button = (name, text, act, pressed) => element("button", { type: "button", class: "plain", "data-follow": name, "aria-pressed": pressed === undefined ? null : String(pressed), onclick: act }, text);
  const steps = state.focus?.steps ?? 1;
  const hidden = heldBack(id).length + source.left(id);
  const far = steps === 2 ? neighbourhood().left : 0;
  const to = state.start !== null && state.start !== id;
  return element("div", { class: "follow", role: "group", "aria-label": t("沿关系看") },
    element("span", { class: "pair" }, button("one", t("一步"), () => refocus({ node: id }), steps === 1), button("two", t("两步"), () => refocus({ node: id, steps: 2 }), steps === 2)),
    hidden ? button("expand", t("展开未显示的 {}", hidden.toLocaleString("en-US")), () => expand(id)) : null,
    state.revealed.size ? button("fold", t("收起展开的"), foldBack) : null,
    button("start", t("设为起点"), () => chooseStart(id), state.start === id),
    to ? button("end", t("从“{}”到这里", cut(view.nodes[state.start].label, 8)), () => showWay(state.start, id)) : null,
    far ? element("span", { class: "soft" }, t("两步内另有 {} 个较不重要的没有画出", far.toLocaleString("en-US"))) : null);
}

function wayPanel({ start, end, nodes, edges }) {
  const end_ = (id) => element("div", { class: "head" }, sign(view.nodes[id].type), nameButton(id));
  const step = (id, place) => {
    const edge = view.edges[id];
    const onward = edge.from === nodes[place];
    const names = view.relations[edge.relation] ?? { zh: edge.relation, back: edge.relation, en: edge.relation, back_en: edge.relation };
    return [
      element("div", { class: "head" }, element("span", { class: "step" }, String(place + 1)), sign(view.nodes[nodes[place]].type), nameButton(nodes[place])),
      element("div", { class: "head way" }, element("span", { class: "relation" }, `↓ ${english() ? (onward ? names.en : names.back_en) : onward ? names.zh : names.back}`), implied(edge), sign(view.nodes[nodes[place + 1]].type), nameButton(nodes[place + 1])),
      quotations(edge.sentences, [view.nodes[edge.from], view.nodes[edge.to]], true),
    ];
  };
  return [
    element("div", { class: "top" }, element("span", { class: "badge" }, t("路径")), closeButton()),
    element("h2", {}, end_(start), element("span", { class: "soft" }, edges.length ? t("↓ {} 步", edges.length) : "↓"), end_(end)),
    element("div", { class: "follow" }, element("button", { type: "button", class: "plain", "data-follow": "swap", onclick: () => showWay(end, start) }, t("对调起点与终点")),
      element("button", { type: "button", class: "plain", "data-follow": "forget", onclick: forgetWay }, t("不再找路径"))),
    ...(edges.length ? [element("h3", {}, t("最短的一条路径，逐步的依据")), longList(edges, step, 30)]
      : [element("p", { class: "friendly" }, t("在当前筛选下，两者之间没有路径；放宽筛选再试。"))]),
  ];
}

// In the search box Shift and Enter take the entity as an end of a way.
function listenToFollow() {
  $("search").addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.shiftKey || event.isComposing || hits[chosen] === undefined) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    openHits(false);
    if (hits[chosen].open) hits[chosen].open(chooseEnd);
    else chooseEnd(hits[chosen].id);
  }, { capture: true });
  map.on("doubleClick", ({ pointer }) => {
    const id = nodeAt(pointer.DOM, 6);
    if (id !== null) expand(id);
  });
}
