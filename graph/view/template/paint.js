// What lies on the map, from the ground up: grounds of cities and counties, edges, discs. In goes a frame, out come pixels.

// Colours are read from the style sheet, and read again when the theme changes.
const paint = {};
function readPaint() {
  const style = getComputedStyle(document.documentElement);
  for (const name of ["paper", "veil", "ink", "halo", "soft", "edge", "edge-strong", "edge-implied", "accent", "pair", "glow", "hole", "shore", "county", "border", "place"])
    paint[name] = style.getPropertyValue(`--map-${name}`).trim();
  paint.grounds = [0, 1, 2, 3, 4, 5].map((tint) => style.getPropertyValue(`--map-ground-${tint}`).trim());
  hues.clear();
  sprites.clear();
}

// Small discs shrink with the map, large ones less: hubs stay landmarks from afar and do not fill the view from near.
function onScreen(r, scale) {
  const large = Math.min(1, Math.max(0, (r - 6) / 24));
  return Math.max(1.6, r * scale ** (scale > 1 ? 0.5 : 0.86 - 0.42 * large));
}

// A map that is higher than it is wide shows the same places turned over.
const upright = innerWidth <= 760;
const turned = (x, y) => (upright ? { x: y, y: x } : { x, y });
const places = grown(view.nodes, (node) => turned(node.x, node.y));

// An outline as a path in page units, its corners rounded by curves through the middles of its sides.
function outline(rings) {
  let path = "";
  const at = (x, y) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  for (const ring of rings) {
    const points = [];
    for (let at = 0; at < ring.length; at += 2) points.push(turned(ring[at], ring[at + 1]));
    points.forEach((point, step) => {
      const next = points[(step + 1) % points.length];
      const [x, y] = [(point.x + next.x) / 2, (point.y + next.y) / 2];
      if (step === 0) {
        const last = points[points.length - 1];
        path += `M${at((last.x + point.x) / 2, (last.y + point.y) / 2)}`;
      }
      path += `Q${at(point.x, point.y)} ${at(x, y)}`;
    });
    path += "Z";
  }
  // A drawing to be saved wants to know what the path is.
  return Object.assign(new Path2D(path), { path });
}

const grounds = (view.grounds ?? []).map((ground) => ({ ...ground, path: outline(ground.rings) }));
const groundOf = new Map(grounds.map((ground) => [ground.node, ground]));
const cityGrounds = grounds.filter((ground) => ground.level === "city");
cityGrounds.forEach((ground, place) => (ground.tint = place % 6));

function drawGrounds(ctx, now) {
  ctx.save();
  ctx.transform(now.scale, 0, 0, now.scale, now.origin.x, now.origin.y);
  ctx.lineJoin = "round";
  for (const ground of cityGrounds) {
    ctx.fillStyle = paint.grounds[ground.tint];
    ctx.fill(ground.path, "evenodd");
    ctx.lineWidth = 1 / now.scale;
    ctx.strokeStyle = paint.shore;
    ctx.stroke(ground.path);
  }
  for (const ground of grounds) {
    if (ground.level === "city") continue;
    ctx.fillStyle = paint.county;
    ctx.fill(ground.path, "evenodd");
    ctx.lineWidth = 1.6 / now.scale;
    ctx.strokeStyle = paint.border;
    ctx.stroke(ground.path);
  }
  ctx.restore();
}

// The innermost ground under a point of the screen, with the city it lies in.
function groundAt(ctx, now, point) {
  const at = [(point.x - now.origin.x) / now.scale, (point.y - now.origin.y) / now.scale];
  ctx.save();
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  const found = ["city", "county"].map((level) => grounds.find((ground) => ground.level === level && ctx.isPointInPath(ground.path, ...at, "evenodd")));
  ctx.restore();
  return found.filter(Boolean);
}

// Where a node stands tells where it belongs: links that only say so again are drawn faintest.
const BELONGING = new Set(["locatedIn", "partOf"]);
const reachOf = grown(view.edges, ({ from, to }) => Math.hypot(places[from].x - places[to].x, places[from].y - places[to].y));
const FAR = 900;
const weave = grown(view.edges, (edge, id) => (BELONGING.has(edge.relation) ? 0 : reachOf[id] > FAR ? 1 : 2) + (edge.explicit ? 0 : 3));
const WEAVES = [0.13, 0.16, 0.34, 0.1, 0.13, 0.26];

function drawEdges(ctx, now, ids) {
  const bundles = WEAVES.map(() => []);
  for (const id of ids) bundles[weave[id]].push(id);
  ctx.lineWidth = now.scale > 0.6 ? 1.2 : 0.9;
  // The more there are in view, the fainter each.
  const calm = now.scale > 0.5 ? 1.35 : Math.max(0.3, Math.min(1, (1500 / (ids.length + 1)) ** 0.5));
  bundles.forEach((bundle, kind) => {
    ctx.globalAlpha = WEAVES[kind] * calm;
    ctx.strokeStyle = kind > 2 ? paint["edge-implied"] : paint.edge;
    ctx.setLineDash(kind > 2 && ids.length <= 3000 ? [5, 5] : []);
    ctx.beginPath();
    let open = 0;
    for (const id of bundle) {
      const { from, to } = view.edges[id];
      const [ax, ay, bx, by] = [...now.spot(from), ...now.spot(to)];
      if (Math.max(ax, bx) < 0 || Math.max(ay, by) < 0 || Math.min(ax, bx) > now.width || Math.min(ay, by) > now.height) continue;
      if (Math.abs(ax - bx) + Math.abs(ay - by) < 5) continue;
      ctx.moveTo(ax, ay);
      ctx.quadraticCurveTo((ax + bx) / 2 + (by - ay) * fan[id], (ay + by) / 2 - (bx - ax) * fan[id], bx, by);
      // Long paths cost more than their parts.
      if ((open += 1) % 200 === 0) {
        ctx.stroke();
        ctx.beginPath();
      }
    }
    ctx.stroke();
  });
  ctx.globalAlpha = 1;
  ctx.setLineDash([]);
}

// A shape of one type and size is drawn once and then copied, which costs a tenth.
const sprites = new Map();
function sprite(type, r, ratio) {
  const step = r < 4 ? Math.round(r * 4) / 4 : Math.round(r * 2) / 2;
  const key = `${type} ${step} ${ratio}`;
  let made = sprites.get(key);
  if (!made) {
    const side = Math.ceil((step * 2.9 + 2) * ratio);
    made = document.createElement("canvas");
    made.width = made.height = side;
    const ctx = made.getContext("2d");
    ctx.scale(ratio, ratio);
    drawShape(ctx, type, side / ratio / 2, side / ratio / 2, step);
    sprites.set(key, made);
  }
  return made;
}

// The least important first, so that the others stay in front.
function drawDiscs(ctx, now, ids) {
  for (let place = ids.length - 1; place >= 0; place -= 1) {
    const id = ids[place];
    const [x, y] = now.spot(id);
    if (x < -30 || y < -30 || x > now.width + 30 || y > now.height + 30) continue;
    const { type, r } = view.nodes[id];
    if (ctx instanceof Pen) {
      drawShape(ctx, type, x, y, onScreen(r, now.scale));
      continue;
    }
    const image = sprite(type, onScreen(r, now.scale), now.ratio);
    const side = image.width / now.ratio;
    ctx.drawImage(image, x - side / 2, y - side / 2, side, side);
  }
}

// Facts between the same two nodes fan out, so that each can be read and clicked.
const fan = (() => {
  const count = new Map();
  return grown(view.edges, ({ from, to }) => {
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

// One fact in full: a curve with a barb at its object.
function drawFact(ctx, id, spots, barb, colour = "") {
  const edge = view.edges[id];
  const [from, to] = [spots.get(edge.from), spots.get(edge.to)];
  const middle = bend(from, to, id);
  ctx.beginPath();
  ctx.moveTo(from.x, from.y);
  ctx.quadraticCurveTo(middle.x, middle.y, to.x, to.y);
  ctx.setLineDash(edge.explicit ? [] : [5, 4]);
  ctx.strokeStyle = colour || (edge.explicit ? paint["edge-strong"] : paint["edge-implied"]);
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
