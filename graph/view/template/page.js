// The page: what is shown and what is in focus, and who hears of it when that changes.

const state = { typesOff: new Set(), relationsOff: new Set(), revealed: new Set(), focus: null, light: null, hover: null };
const REVEAL_AT_ONCE = 200;

const touching = view.nodes.map(() => []);
view.edges.forEach((edge, id) => {
  touching[edge.from].push(id);
  if (edge.to !== edge.from) touching[edge.to].push(id);
});

const first = view.shown === null ? null : new Set(view.first);
const seen = {
  node: (id) => (!first || first.has(id) || state.revealed.has(id)) && !state.typesOff.has(view.nodes[id].type),
  edge: (id) => {
    const { from, to, relation } = view.edges[id];
    return !state.relationsOff.has(relation) && seen.node(from) && seen.node(to);
  },
};

// Both lists are asked for at every frame: they are kept until something changes them.
let kept = {};
const shownNodes = () => (kept.nodes ??= view.nodes.map((_, id) => id).filter(seen.node));

// What stands before the veil: the entity or fact in focus with what it touches, or the theme that is lit.
function neighbourhood() {
  if (kept.around) return kept.around;
  const { focus, light } = state;
  if (!focus) {
    const nodes = light.nodes.filter(seen.node);
    const within = new Set(nodes);
    const edges = [...new Set(nodes.flatMap((id) => touching[id]))].filter((id) => seen.edge(id) && within.has(view.edges[id].from) && within.has(view.edges[id].to));
    return (kept.around = { edges, nodes });
  }
  const edges = focus.edge !== undefined ? [focus.edge] : touching[focus.node].filter(seen.edge);
  const ends = edges.flatMap((id) => [view.edges[id].from, view.edges[id].to]);
  const nodes = [...new Set(focus.node === undefined ? ends : [focus.node, ...ends.sort((a, b) => a - b)])];
  return (kept.around = { edges, nodes });
}

function focusOn(focus, { move = false } = {}) {
  state.focus = focus;
  state.hover = null;
  if (focus?.node !== undefined) reveal(focus.node);
  kept = {};
  redrawVisibility();
  drawState();
  drawPanel();
  if (focus && move) {
    $("list").hidden || toggleList();
    moveTo(neighbourhood().nodes);
    if (innerWidth <= 760) $("panel").scrollIntoView({ block: "start", behavior: reduced ? "auto" : "smooth" });
  }
}

// A node that was held back comes out when it is asked for, and its most important neighbours with it.
function reveal(id) {
  state.typesOff.delete(view.nodes[id].type);
  if (first) {
    const near = touching[id].flatMap((edge) => [view.edges[edge].from, view.edges[edge].to]).sort((a, b) => a - b);
    for (const each of [id, ...[...new Set(near)].slice(0, REVEAL_AT_ONCE)]) if (!first.has(each)) state.revealed.add(each);
  }
  drawLegend();
}

function narrowed() {
  if (state.focus?.node !== undefined && state.typesOff.has(view.nodes[state.focus.node].type)) {
    state.focus = null;
    drawPanel();
  }
  kept = {};
  const active = document.activeElement?.dataset?.name;
  drawLegend();
  if (active) $("legend").querySelector(`[data-name="${CSS.escape(active)}"]`)?.focus();
  redrawVisibility();
  drawState();
  drawList();
}

function toggleList() {
  $("list").hidden = !$("list").hidden;
  $("list-button").setAttribute("aria-expanded", String(!$("list").hidden));
  drawList();
}

function listen() {
  listenToSearch(finder);
  listenToLight();
  const zoom = (times) => map.moveTo({ scale: map.getScale() * times, animation: reduced ? false : { duration: 150, easingFunction: "linear" } });
  $("nearer").addEventListener("click", () => zoom(1.5));
  $("farther").addEventListener("click", () => zoom(1 / 1.5));
  $("whole").addEventListener("click", () => fit(shownNodes()));
  $("list-button").addEventListener("click", toggleList);
  $("reset").addEventListener("click", () => {
    state.typesOff.clear();
    state.relationsOff.clear();
    narrowed();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    clearSearch();
    if (state.focus) focusOn(null);
    else dim();
  });
}

if (innerWidth <= 760) $("legend").open = false;
drawLegend();
drawMap();
drawState();
drawPanel();
listen();
followFragment();

// For tests and for a console: where a node is drawn, by its id, and what is in focus.
globalThis.regiongraph = Object.freeze({
  place(id) {
    const number = view.nodes.findIndex((node) => node.id === id);
    const box = $("canvas").getBoundingClientRect();
    const { x, y } = frame().at(number);
    return { x: x + box.left, y: y + box.top };
  },
  shown: () => shownNodes().map((id) => view.nodes[id].id),
  focus: () => state.focus && { ...state.focus },
  lit: () => (state.light ? neighbourhood().nodes.map((id) => view.nodes[id].id) : []),
});
