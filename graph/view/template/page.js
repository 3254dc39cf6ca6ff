// The page: what is shown and what is in focus, and who hears of it when that changes.

const REVEAL_AT_ONCE = 200;

const touching = grown(view.nodes, () => []);
grown(view.edges, (edge, id) => {
  touching[edge.from].push(id);
  if (edge.to !== edge.from) touching[edge.to].push(id);
});

const first = view.shown === null ? null : new Set(view.first);
const seen = {
  node: (id) => Boolean(sifted().shown[id]),
  edge: (id) => {
    const { from, to } = view.edges[id];
    const { edges, shown } = sifted();
    return (!edges[id] || state.focus?.edge === id) && Boolean(shown[from] && shown[to]);
  },
};

// These lists are asked for at every frame: they are kept until something changes them.
let kept = {};
const shownNodes = () => (kept.nodes ??= ranked.filter(seen.node));
const shownEdges = () => (kept.edges ??= view.edges.map((_, id) => id).filter(seen.edge));

// What stands before the veil: the entity or fact in focus with what it touches, or the theme that is lit.
function neighbourhood() {
  if (kept.around) return kept.around;
  const { focus, light } = state;
  if (focus?.path) return (kept.around = focus.path);
  if (focus?.steps === 2) return (kept.around = twoSteps(focus.node));
  if (!focus) {
    const nodes = [...new Set([...light.nodes, ...lightCities()])].filter(seen.node);
    const inside = new Set(nodes);
    const edges = [...new Set(nodes.flatMap((id) => touching[id]))].filter((id) => seen.edge(id) && inside.has(view.edges[id].from) && inside.has(view.edges[id].to));
    return (kept.around = { edges, nodes });
  }
  const edges = focus.edge !== undefined ? [focus.edge] : touching[focus.node].filter(seen.edge);
  const ends = edges.flatMap((id) => [view.edges[id].from, view.edges[id].to]);
  const nodes = [...new Set(focus.node === undefined ? ends : [focus.node, ...ends.sort(sooner)])];
  return (kept.around = { edges, nodes });
}

function focusOn(focus, { move = false, keepFocus = false } = {}) {
  if (state.focus?.path && !focus?.path) state.start = null;
  state.focus = focus;
  if (move) state.moved = false;
  state.hover = null;
  if (focus?.node !== undefined) reveal(focus.node);
  kept = {};
  redrawVisibility();
  drawState();
  drawPanel();
  drawEnds();
  settleSheet();
  if (focus && move) {
    $("list").hidden || toggleList();
    moveTo(neighbourhood().nodes);
    // What was pressed is gone with the old panel or the list: the keyboard goes on in the new panel.
    if (!keepFocus) $("panel").focus({ preventScroll: true });
  }
  remember();
  source.focused(focus, move);
}

// A node that was held back comes out when it is asked for, and its most important neighbours with it.
function reveal(id) {
  if (first) {
    const near = touching[id].flatMap((edge) => [view.edges[edge].from, view.edges[edge].to]).sort(sooner);
    for (const each of [id, ...[...new Set(near)].slice(0, REVEAL_AT_ONCE)]) if (!first.has(each)) state.revealed.add(each);
  }
}

function narrowed() {
  kept = {};
  if (state.focus?.node !== undefined && !sifted().passes[state.focus.node]) {
    state.focus = null;
    kept = {};
  }
  if (!state.focus && !state.light) drawPanel();
  const { name, only } = document.activeElement?.dataset ?? {};
  const fieldset = document.activeElement?.closest?.("fieldset > div")?.id;
  drawLegend();
  if (fieldset && (name ?? only) !== undefined)
    $(fieldset).querySelector(name === undefined ? `[data-only="${CSS.escape(only)}"]` : `[data-name="${CSS.escape(name)}"]`)?.focus();
  redrawVisibility();
  drawState();
  drawList();
  remember();
  source.filtered();
}

function toggleList() {
  $("list").hidden = !$("list").hidden;
  $("list-button").setAttribute("aria-expanded", String(!$("list").hidden));
  drawList();
  remember();
}

function listen() {
  listenToFollow();
  listenToSearch(finder);
  listenToLight();
  listenToSettings();
  listenToMenus();
  listenToSave();
  listenToKeep();
  listenToFilters();
  const zoom = (times) => map.moveTo({ scale: map.getScale() * times, animation: reduced ? false : { duration: 150, easingFunction: "linear" } });
  $("nearer").addEventListener("click", () => zoom(1.5));
  $("farther").addEventListener("click", () => zoom(1 / 1.5));
  $("whole").addEventListener("click", () => fit(shownNodes()));
  $("list-button").addEventListener("click", toggleList);
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
  choose: (id) => chooseEnd(numbers.get(id)),
  around: () => (state.focus || state.light ? neighbourhood().nodes.map((id) => view.nodes[id].id) : []),
  busy: () => source.busy(),
  lit: () => (state.light ? neighbourhood().nodes.map((id) => view.nodes[id].id) : []),
});
