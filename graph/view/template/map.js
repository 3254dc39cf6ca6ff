// The map: vis-network keeps the camera and hears wheel, drag and pinch; what one sees is painted over its empty canvas.

const MANY = 60;
let map = null;
let moving = false;
let edgesCost = 0; // milliseconds that edges took when last drawn

function drawMap() {
  readPaint();
  map = new vis.Network($("canvas"), { nodes: [], edges: [] }, {
    physics: false,
    layout: { improvedLayout: false },
    interaction: { hover: false, dragNodes: false, selectable: false, zoomSpeed: 1 },
  });
  map.on("afterDrawing", drawAll);
  map.on("click", clicked);
  listenToMoves();
  $("canvas").addEventListener("mousemove", hovered);
  $("canvas").addEventListener("mouseleave", () => hovered(null));
  $("canvas").querySelector("canvas")?.setAttribute("aria-hidden", "true");
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  new MutationObserver(repaint).observe(document.documentElement, { attributes: true });
  tellLeftOut();
  fit(shownNodes());
}

// A graph too large for one page says so, and how to see the rest.
function tellLeftOut() {
  $("left-out").hidden = !view.left_out;
  if (!view.left_out) return;
  $("left-out").replaceChildren(t("另有 {} 个次要实体不在本页；缩小范围可看全：", view.left_out.toLocaleString("en-US")),
    element("code", {}, t("regiongraph show --around 名称 --steps 2")), t("（或 --region、--theme、--type） "), element("span", { class: "en" }, "not on this page; narrow with regiongraph show"));
}

function repaint() {
  readPaint();
  map.redraw();
}

// While the map moves, edges rest if they cost frames.
function listenToMoves() {
  let rest = null;
  const stop = () => {
    moving = false;
    map.redraw();
  };
  map.on("dragStart", () => (moving = true));
  map.on("dragEnd", stop);
  map.on("zoom", () => {
    moving = true;
    clearTimeout(rest);
    rest = setTimeout(stop, 160);
  });
}

// As on any map, what is held back from afar comes out where one looks closely and there is room for it.
const ROOM = source.whole ? 120 : 500; // what a server holds was left out for good reason
let seenFrom = "";
let closer = null;
function lookCloserSoon({ scale, origin }) {
  const from = `${scale} ${origin.x} ${origin.y}`;
  if (!first || from === seenFrom) return;
  seenFrom = from;
  clearTimeout(closer);
  closer = setTimeout(lookCloser, 200);
}

function lookCloser() {
  const now = frame();
  const close = [];
  for (let id = 0; id < places.length && close.length <= ROOM; id += 1) {
    if (first.has(id) || state.revealed.has(id)) continue;
    const [x, y] = now.spot(id);
    if (x > 0 && y > 0 && x < now.width && y < now.height) close.push(id);
  }
  const near = close.length > ROOM || state.focus || state.light ? [] : close;
  if (!near.length && !state.near.size) return;
  state.near = new Set(near);
  kept = {};
  drawState();
  map.redraw();
}

const redrawVisibility = () => map.redraw();

// Screen coordinates of everything that is drawn on the map.
function frame() {
  const scale = map.getScale();
  const origin = map.canvasToDOM({ x: 0, y: 0 });
  const box = $("canvas");
  const spot = (id) => [places[id].x * scale + origin.x, places[id].y * scale + origin.y];
  const at = (id) => ({ x: places[id].x * scale + origin.x, y: places[id].y * scale + origin.y, r: onScreen(view.nodes[id].r, scale) });
  return { scale, origin, spot, at, width: box.clientWidth, height: box.clientHeight };
}

function drawAll(ctx) {
  const now = frame();
  now.ratio = ctx.canvas.width / Math.max(1, now.width);
  ctx.save();
  ctx.setTransform(now.ratio, 0, 0, now.ratio, 0, 0);
  drawGrounds(ctx, now);
  const veiled = state.focus || state.light;
  if (!(moving && (edgesCost > 6 || shownEdges().length > 1500))) {
    const start = performance.now();
    drawEdges(ctx, now, shownEdges());
    edgesCost = performance.now() - start;
  }
  drawDiscs(ctx, now, shownNodes());
  const boxes = [];
  if (veiled) drawFocus(ctx, now, boxes);
  else {
    const hover = state.hover === null ? null : drawHover(ctx, now, boxes);
    if (!hover) drawLabels(ctx, now, shownNodes(), boxes, Math.max(12, now.width * now.height * LABELS_PER_PIXEL * density()));
    if (!hover) drawWhereabouts(ctx, now);
  }
  if (veiled && state.hover !== null) nameHovered(ctx, now);
  ctx.restore();
  lookCloserSoon(now);
}

function nameHovered(ctx, now) {
  const { x, y, r } = now.at(state.hover);
  drawShape(ctx, view.nodes[state.hover].type, x, y, r + 1.5);
  writeLabel(ctx, plain(view.nodes[state.hover].label).slice(0, 40), x, y + r + 11, 13, true);
}

// The links of what the mouse points at come forward, with the names at their other ends.
function drawHover(ctx, now, boxes) {
  const edges = touching[state.hover].filter(seen.edge).slice(0, 400);
  const ends = [...new Set(edges.flatMap((id) => [view.edges[id].from, view.edges[id].to]))].sort(sooner);
  const spots = new Map([state.hover, ...ends].map((id) => [id, now.at(id)]));
  ctx.globalAlpha = edges.length > MANY ? 0.4 : 0.9;
  for (const id of edges) drawFact(ctx, id, spots, edges.length > MANY ? 4 : 7, paint.accent);
  ctx.globalAlpha = 1;
  for (const [id, { x, y, r }] of [...spots].reverse()) drawShape(ctx, view.nodes[id].type, x, y, r + (id === state.hover ? 1.5 : 0.5));
  const { x, y, r } = now.at(state.hover);
  const name = plain(view.nodes[state.hover].label).slice(0, 40);
  const half = textWidth(name) * 7 + 4;
  boxes.push([x - half, y + r + 1, x + half, y + r + 21]);
  const first = ends.filter((id) => id !== state.hover);
  drawLabels(ctx, now, [...first, ...shownNodes().filter((id) => id !== state.hover && !spots.has(id)).slice(0, 400)], boxes, 12 + Math.min(24, first.length));
  writeLabel(ctx, name, x, y + r + 11, 14, true);
  return true;
}

function drawFocus(ctx, now, boxes) {
  ctx.fillStyle = paint.veil;
  ctx.fillRect(0, 0, now.width, now.height);
  const { edges, nodes } = neighbourhood();
  const spots = new Map(nodes.map((id) => [id, now.at(id)]));
  const many = edges.length > MANY;
  drawPairs(ctx, now);
  ctx.globalAlpha = many ? 0.35 : 1;
  for (const id of edges) drawFact(ctx, id, spots, many ? 5 : 9);
  ctx.globalAlpha = 1;
  for (const id of [...nodes].reverse()) {
    const { x, y, r } = spots.get(id);
    if (isChosen(id)) {
      ctx.beginPath();
      ctx.arc(x, y, r + 7, 0, 2 * Math.PI);
      ctx.fillStyle = paint.glow;
      ctx.fill();
    }
    drawShape(ctx, view.nodes[id].type, x, y, many ? r : Math.max(r, 5));
  }
  drawPairCounts(ctx, now, boxes);
  drawLabels(ctx, now, nodes, boxes, 140);
  for (const { x, y, r } of spots.values()) boxes.push([x - r, y - r, x + r, y + r]);
  if (edges.length <= RELATION_NAMES_UP_TO) drawRelationNames(ctx, edges, spots, boxes);
}

// Small discs want a generous finger: the nearest node within reach is meant, one in the light before one behind the veil.
function nodeAt(point, reach) {
  const now = frame();
  let best = null;
  let least = reach;
  const lit = state.focus || state.light ? new Set(neighbourhood().nodes) : null;
  for (const id of shownNodes()) {
    const { x, y, r } = now.at(id);
    const distance = Math.hypot(point.x - x, point.y - y) - r + (lit && !lit.has(id) ? 3 : 0);
    if (distance < least) [best, least] = [id, distance];
  }
  return best;
}

function edgeAt(point) {
  const now = frame();
  for (const id of state.focus || state.light ? neighbourhood().edges : shownEdges()) {
    const [from, to] = [now.at(view.edges[id].from), now.at(view.edges[id].to)];
    if (Math.max(from.x, to.x) < -99 || Math.max(from.y, to.y) < -99 || Math.min(from.x, to.x) > now.width + 99 || Math.min(from.y, to.y) > now.height + 99) continue;
    for (let t = 0.05; t < 1; t += 0.03) {
      const { x, y } = along(from, bend(from, to, id), to, t);
      if (Math.hypot(point.x - x, point.y - y) < 7) return id;
    }
  }
  return null;
}

function clicked({ pointer, event }) {
  const touch = event?.pointerType === "touch";
  const node = nodeAt(pointer.DOM, touch ? 18 : 6);
  if (node !== null && event?.srcEvent?.shiftKey) return chooseEnd(node);
  if (node !== null) {
    focusOn({ node });
    return uncover(node);
  }
  const pair = pairAt(pointer.DOM);
  if (pair !== null) return openPair(pair);
  const edge = edgeAt(pointer.DOM);
  return focusOn(edge === null ? null : { edge });
}

function hovered(event) {
  if (event?.buttons) return;
  const box = $("canvas").getBoundingClientRect();
  const node = event ? nodeAt({ x: event.clientX - box.left, y: event.clientY - box.top }, 4) : null;
  if (node === state.hover) return;
  state.hover = node;
  $("canvas").style.cursor = node === null ? "" : "pointer";
  map.redraw();
}

// Bring nodes into view with room for their names; vis-network's own fit only thinks of discs.
function fit(ids, most = 1.6, animation = false) {
  if (!ids.length) return;
  const reach = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (const id of ids) {
    const { x, y } = places[id];
    Object.assign(reach, { left: Math.min(reach.left, x), right: Math.max(reach.right, x), top: Math.min(reach.top, y), bottom: Math.max(reach.bottom, y) });
  }
  const box = $("canvas");
  const side = Math.min(48, box.clientWidth * 0.08);
  const across = Math.max(50, box.clientWidth - 2 * side) / Math.max(1, reach.right - reach.left);
  // Buttons lie above, on a narrow screen the name of the lit theme lies below.
  const [above, below] = innerWidth <= 760 ? [state.light ? 128 : 96, Math.max(50, covered() + 30)] : [50, 50];
  const down = Math.max(50, box.clientHeight - above - below) / Math.max(1, reach.bottom - reach.top);
  const position = { x: (reach.left + reach.right) / 2, y: (reach.top + reach.bottom) / 2 };
  map.moveTo({ position, scale: Math.min(across, down, most), offset: { x: 0, y: (above - below) / 2 }, animation });
}

function moveTo(ids) {
  const animation = reduced ? false : { duration: 350, easingFunction: "easeInOutQuad" };
  if (ids.length > 1 && ids.length <= 40) fit(ids, 1.6, animation);
  else map.moveTo({ position: places[ids[0]], scale: Math.max(map.getScale(), 0.8), offset: { x: 0, y: -covered() / 2 }, animation });
}
