// The canvas: vis-network draws nodes and edges; labels and the focus are drawn over it in screen pixels.

const FONT = 'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
const LABELS_PER_PIXEL = 1 / 9500;
const RELATION_NAMES_UP_TO = 26;
const MANY = 60;
// Discs shrink and grow less than the map does: hubs stay landmarks from afar and do not fill the view from near.
const onScreen = (r, scale) => Math.max(3, r * scale ** (scale > 1 ? 0.5 : 0.65));

const places = view.nodes.map((node) => ({ x: node.x, y: node.y }));
const titles = view.nodes.map((node) => cut(node.label));
let map = null;
let drawn = { nodes: null, edges: null };

function drawMap() {
  const curved = view.edges.length <= 4000;
  const render = ({ ctx, id, x, y }) => {
    const scale = map ? map.getScale() : 1;
    const r = onScreen(view.nodes[id].r, scale) / scale;
    places[id] = { x, y };
    return { drawNode: () => drawShape(ctx, view.nodes[id].type, x, y, r), nodeDimensions: { width: 2 * r, height: 2 * r } };
  };
  drawn.nodes = new vis.DataSet(
    view.nodes.map((node, id) => ({ id, x: node.x, y: node.y, shape: "custom", ctxRenderer: render, size: node.r, hidden: !seen.node(id) }))
  );
  drawn.edges = new vis.DataSet(
    view.edges.map((edge, id) => ({
      id,
      from: edge.from,
      to: edge.to,
      dashes: edge.explicit ? false : [5, 5],
      color: { color: edge.explicit ? "#66707c" : "#8d96a0", opacity: edge.explicit ? 0.42 : 0.3, inherit: false },
      hidden: !seen.edge(id),
    }))
  );
  map = new vis.Network($("canvas"), drawn, {
    physics: false,
    layout: { improvedLayout: false },
    nodes: { chosen: false },
    edges: { width: 1, chosen: false, selectionWidth: 0, hoverWidth: 0, smooth: curved ? { enabled: true, type: "curvedCW", roundness: 0.12 } : false },
    interaction: { hideEdgesOnDrag: true, hideEdgesOnZoom: view.edges.length > 1500, hover: false, dragNodes: false, selectConnectedEdges: false, selectable: false, zoomSpeed: 1 },
  });
  map.on("afterDrawing", drawOver);
  map.on("click", clicked);
  $("canvas").addEventListener("mousemove", hovered);
  $("canvas").addEventListener("mouseleave", () => hovered(null));
  $("canvas").querySelector("canvas")?.setAttribute("aria-hidden", "true");
  fit(shownNodes());
}

function redrawVisibility() {
  const nodes = [];
  const edges = [];
  drawn.nodes.forEach((node) => node.hidden === seen.node(node.id) && nodes.push({ id: node.id, hidden: !seen.node(node.id) }));
  drawn.edges.forEach((edge) => edge.hidden === seen.edge(edge.id) && edges.push({ id: edge.id, hidden: !seen.edge(edge.id) }));
  if (nodes.length) drawn.nodes.update(nodes);
  if (edges.length) drawn.edges.update(edges);
  map.redraw();
}

// Screen coordinates of everything that is drawn over the map.
function frame() {
  const scale = map.getScale();
  const origin = map.canvasToDOM({ x: 0, y: 0 });
  const box = $("canvas");
  const at = (id) => ({ x: places[id].x * scale + origin.x, y: places[id].y * scale + origin.y, r: onScreen(view.nodes[id].r, scale) });
  return { scale, at, width: box.clientWidth, height: box.clientHeight };
}

function drawOver(ctx) {
  const now = frame();
  const ratio = ctx.canvas.width / Math.max(1, now.width);
  ctx.save();
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  const boxes = [];
  if (state.focus || state.light) drawFocus(ctx, now, boxes);
  else drawLabels(ctx, now, shownNodes(), boxes, Math.max(12, now.width * now.height * LABELS_PER_PIXEL));
  if (state.hover !== null) {
    const spot = now.at(state.hover);
    drawShape(ctx, view.nodes[state.hover].type, spot.x, spot.y, spot.r + 1.5);
    writeLabel(ctx, plain(view.nodes[state.hover].label).slice(0, 40), spot.x, spot.y + spot.r + 11, 13, true);
  }
  ctx.restore();
}

function writeLabel(ctx, text, x, y, size, strong, colour = "#1d232a") {
  ctx.font = `${strong ? 600 : 400} ${size}px ${FONT}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  ctx.lineWidth = 4;
  ctx.strokeStyle = "rgba(255,255,255,.92)";
  ctx.strokeText(text, x, y);
  ctx.fillStyle = colour;
  ctx.fillText(text, x, y);
}

const widths = new Map();
function textWidth(text) {
  if (!widths.has(text)) widths.set(text, [...text].reduce((sum, character) => sum + wide(character), 0));
  return widths.get(text);
}

const free = (boxes, box) => !boxes.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]);

// The most important names first; a name that would cover another one tries three more places, then waits for more room.
function drawLabels(ctx, now, ids, boxes, most) {
  const near = [];
  for (const id of ids) {
    const spot = now.at(id);
    if (spot.x > -40 && spot.y > -20 && spot.x < now.width + 40 && spot.y < now.height + 20) near.push([id, spot]);
  }
  const discs = near.slice(0, 60).map(([id, { x, y, r }]) => [id, [x - r * 0.8, y - r * 0.8, x + r * 0.8, y + r * 0.8]]);
  let count = 0;
  for (const [id, { x, y, r }] of near) {
    if (count >= most) break;
    const strong = r > 13 || id === state.focus?.node;
    const size = strong ? 14 : r > 8 ? 13 : 12;
    const half = (textWidth(titles[id]) * size) / 2 + 2;
    const tall = size * 0.62 + 1;
    const offers = [[x, y + r + tall + 1], [x + r + half + 3, y], [x, y - r - tall - 1], [x - r - half - 3, y]];
    for (const [cx, cy] of offers) {
      const box = [cx - half, cy - tall, cx + half, cy + tall];
      if (box[0] < 2 || box[2] > now.width - 2 || box[1] < 2 || box[3] > now.height - 2) continue;
      if (!free(boxes, box) || discs.some(([other, disc]) => other !== id && !free([disc], box))) continue;
      boxes.push(box);
      writeLabel(ctx, titles[id], cx, cy, size, strong);
      count += 1;
      break;
    }
  }
}

// Facts between the same two nodes fan out, so that each can be read and clicked.
const fan = (() => {
  const count = new Map();
  return view.edges.map(({ from, to }) => {
    const pair = from < to ? `${from} ${to}` : `${to} ${from}`;
    const before = count.get(pair) ?? 0;
    count.set(pair, before + 1);
    return (from < to ? 1 : -1) * [0.1, -0.1, 0.26, -0.26, 0.42, -0.42][before % 6];
  });
})();

function bend(from, to, id) {
  const x = (from.x + to.x) / 2;
  const y = (from.y + to.y) / 2;
  return { x: x + (to.y - from.y) * fan[id], y: y - (to.x - from.x) * fan[id] };
}
const along = (from, middle, to, t) => ({
  x: (1 - t) ** 2 * from.x + 2 * t * (1 - t) * middle.x + t * t * to.x,
  y: (1 - t) ** 2 * from.y + 2 * t * (1 - t) * middle.y + t * t * to.y,
});

function drawFocus(ctx, now, boxes) {
  ctx.fillStyle = "rgba(252,252,251,.88)";
  ctx.fillRect(0, 0, now.width, now.height);
  const { edges, nodes } = neighbourhood();
  const spots = new Map(nodes.map((id) => [id, now.at(id)]));
  const many = edges.length > MANY;
  ctx.globalAlpha = many ? 0.35 : 1;
  for (const id of edges) drawFocusEdge(ctx, id, spots, many ? 5 : 9);
  ctx.globalAlpha = 1;
  for (const id of [...nodes].reverse()) {
    const { x, y, r } = spots.get(id);
    if (id === state.focus?.node) {
      ctx.beginPath();
      ctx.arc(x, y, r + 7, 0, 2 * Math.PI);
      ctx.fillStyle = "rgba(0,103,165,.16)";
      ctx.fill();
    }
    drawShape(ctx, view.nodes[id].type, x, y, many ? r : Math.max(r, 5));
  }
  drawLabels(ctx, now, nodes, boxes, 140);
  for (const { x, y, r } of spots.values()) boxes.push([x - r, y - r, x + r, y + r]);
  if (edges.length <= RELATION_NAMES_UP_TO) drawRelationNames(ctx, edges, spots, boxes);
}

function drawFocusEdge(ctx, id, spots, barb) {
  const edge = view.edges[id];
  const [from, to] = [spots.get(edge.from), spots.get(edge.to)];
  const middle = bend(from, to, id);
  ctx.beginPath();
  ctx.moveTo(from.x, from.y);
  ctx.quadraticCurveTo(middle.x, middle.y, to.x, to.y);
  ctx.setLineDash(edge.explicit ? [] : [5, 4]);
  ctx.strokeStyle = edge.explicit ? "#4d5966" : "#8d96a0";
  ctx.lineWidth = 1.4;
  ctx.stroke();
  ctx.setLineDash([]);
  const angle = Math.atan2(to.y - middle.y, to.x - middle.x);
  const reach = Math.max(to.r, 5) + 2;
  const tip = { x: to.x - Math.cos(angle) * reach, y: to.y - Math.sin(angle) * reach };
  ctx.beginPath();
  ctx.moveTo(tip.x, tip.y);
  for (const turn of [0.42, -0.42]) ctx.lineTo(tip.x - barb * Math.cos(angle + turn), tip.y - barb * Math.sin(angle + turn));
  ctx.closePath();
  ctx.fillStyle = ctx.strokeStyle;
  ctx.fill();
}

function drawRelationNames(ctx, edges, spots, boxes) {
  for (const id of edges) {
    const edge = view.edges[id];
    const [from, to] = [spots.get(edge.from), spots.get(edge.to)];
    const text = view.relations[edge.relation]?.zh ?? edge.relation;
    for (const t of [0.5, 0.62, 0.38, 0.72]) {
      const { x, y } = along(from, bend(from, to, id), to, t);
      const box = [x - textWidth(text) * 6, y - 8, x + textWidth(text) * 6, y + 8];
      if (!free(boxes, box)) continue;
      boxes.push(box);
      writeLabel(ctx, text, x, y, 11, false, "#4a5560");
      break;
    }
  }
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
  if (!state.focus && !state.light) return map.getEdgeAt(point) ?? null;
  const now = frame();
  for (const id of neighbourhood().edges) {
    const [from, to] = [now.at(view.edges[id].from), now.at(view.edges[id].to)];
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
  if (node !== null) return focusOn({ node });
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
  const side = Math.min(64, box.clientWidth * 0.1);
  const across = Math.max(50, box.clientWidth - 2 * side) / Math.max(1, reach.right - reach.left);
  // Buttons lie above, on a narrow screen the name of the lit theme lies below.
  const [above, below] = innerWidth <= 760 ? [70, state.light ? 96 : 50] : [50, 50];
  const down = Math.max(50, box.clientHeight - above - below) / Math.max(1, reach.bottom - reach.top);
  const position = { x: (reach.left + reach.right) / 2, y: (reach.top + reach.bottom) / 2 };
  map.moveTo({ position, scale: Math.min(across, down, most), offset: { x: 0, y: (above - below) / 2 }, animation });
}

function moveTo(ids) {
  const animation = reduced ? false : { duration: 350, easingFunction: "easeInOutQuad" };
  if (ids.length > 1 && ids.length <= 40) fit(ids, 1.6, animation);
  else map.moveTo({ position: places[ids[0]], scale: Math.max(map.getScale(), 0.8), animation });
}
