// Names on the map: the most important first, never one over another, more of them the nearer one looks.

const FONT = 'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
const LABELS_PER_PIXEL = 1 / 9500;
const RELATION_NAMES_UP_TO = 26;
const titles = grown(view.nodes, (node) => cut(node.label));

// A written name is kept as an image: writing with a halo is what costs most in a frame.
const written = new Map();
function writeLabel(ctx, text, x, y, size, strong, colour = paint.ink) {
  if (ctx instanceof Pen) {
    Object.assign(ctx, { font: `${strong ? 600 : 400} ${size}px ${FONT}`, textAlign: "center", textBaseline: "middle", lineJoin: "round", lineWidth: 4, strokeStyle: paint.halo, fillStyle: colour });
    ctx.strokeText(text, x, y);
    return ctx.fillText(text, x, y);
  }
  const ratio = ctx.getTransform().a || 1;
  const key = `${text} ${size} ${strong} ${colour} ${paint.halo} ${ratio}`;
  let image = written.get(key);
  if (!image) {
    if (written.size > 900) written.clear();
    image = document.createElement("canvas");
    const pen = image.getContext("2d");
    const font = `${strong ? 600 : 400} ${size}px ${FONT}`;
    pen.font = font;
    image.width = Math.ceil((pen.measureText(text).width + 10) * ratio);
    image.height = Math.ceil(size * 1.7 * ratio);
    pen.scale(ratio, ratio);
    Object.assign(pen, { font, textAlign: "center", textBaseline: "middle", lineJoin: "round", lineWidth: 4, strokeStyle: paint.halo, fillStyle: colour });
    pen.strokeText(text, image.width / ratio / 2, size * 0.85);
    pen.fillText(text, image.width / ratio / 2, size * 0.85);
    written.set(key, image);
  }
  const [wide, tall] = [image.width / ratio, image.height / ratio];
  // On whole pixels, or it blurs.
  const whole = (value) => Math.round(value * ratio) / ratio;
  ctx.drawImage(image, whole(x - wide / 2), whole(y - tall / 2), wide, tall);
}

const widths = new Map();
function textWidth(text) {
  if (!widths.has(text)) widths.set(text, [...text].reduce((sum, character) => sum + wide(character), 0));
  return widths.get(text);
}

const free = (boxes, box) => !boxes.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]);

// Cities and counties name their ground, so they are written larger and before all others.
function levelOf(id) {
  const level = groundOf.get(id)?.level;
  return level === "city" ? 2 : level === "county" ? 1 : 0;
}
const regionsFirst = [...groundOf.keys()].sort((a, b) => levelOf(b) - levelOf(a) || sooner(a, b));

function typeface(id, r) {
  const rank = levelOf(id);
  if (rank) return { size: rank === 2 ? 17 : 13, strong: rank === 2 || r > 20, colour: paint.place };
  return { size: r > 8 ? 13 : 12, strong: r > 13 || id === state.focus?.node, colour: paint.ink };
}

// A name that would cover another one tries three more places, then waits for more room.
function drawLabels(ctx, now, ids, boxes, most) {
  const near = [];
  const given = new Set(ids);
  for (const id of [...regionsFirst.filter((id) => given.has(id)), ...ids.filter((id) => !groundOf.has(id))]) {
    const [x, y] = now.spot(id);
    if (x > -40 && y > -20 && x < now.width + 40 && y < now.height + 20) near.push([id, now.at(id)]);
    if (near.length > most * 8) break;
  }
  const discs = near.slice(0, 60).map(([id, { x, y, r }]) => [id, [x - r * 0.8, y - r * 0.8, x + r * 0.8, y + r * 0.8]]);
  const chosen = [];
  for (const [id, { x, y, r }] of near) {
    if (chosen.length >= most) break;
    const { size, strong, colour } = typeface(id, r);
    const half = (textWidth(titles[id]) * size) / 2 + 3;
    const tall = size * 0.62 + 1;
    const offers = [[x, y + r + tall + 1], [x + r + half + 3, y], [x, y - r - tall - 1], [x - r - half - 3, y]];
    for (const [cx, cy] of offers) {
      const box = [cx - half, cy - tall, cx + half, cy + tall];
      if (box[0] < 2 || box[2] > now.width - 2 || box[1] < 2 || box[3] > now.height - 2) continue;
      if (!free(boxes, box) || discs.some(([other, disc]) => other !== id && !free([disc], box))) continue;
      boxes.push(box);
      chosen.push(() => writeLabel(ctx, titles[id], cx, cy, size, strong, colour));
      break;
    }
  }
  // What matters most is written last and lies on top.
  chosen.reverse().forEach((write) => write());
}

function drawRelationNames(ctx, edges, spots, boxes) {
  for (const id of edges) {
    const edge = view.edges[id];
    const [from, to] = [spots.get(edge.from), spots.get(edge.to)];
    const text = said(view.relations[edge.relation] ?? { zh: edge.relation });
    for (const part of [0.5, 0.62, 0.38, 0.72]) {
      const { x, y } = along(from, bend(from, to, id), to, part);
      const box = [x - textWidth(text) * 6, y - 8, x + textWidth(text) * 6, y + 8];
      if (!free(boxes, box)) continue;
      boxes.push(box);
      writeLabel(ctx, text, x, y, 11, false, paint.soft);
      break;
    }
  }
}

// Where the region's own name is out of view, its ground is named in the corner.
function drawWhereabouts(ctx, now) {
  const found = groundAt(ctx, now, { x: now.width / 2, y: now.height / 2 }).filter(({ node }) => {
    const [x, y] = now.spot(node);
    return x < 0 || y < 0 || x > now.width || y > now.height;
  });
  if (!found.length) return;
  const text = found.map(({ node }) => titles[node]).join(" › ");
  writeLabel(ctx, text, textWidth(text) * 8 + 18, now.height - 52, 15, true, paint.place);
}
