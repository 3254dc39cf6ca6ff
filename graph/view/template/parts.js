// Parts that come in later: they get the next numbers, find their places on the map, and everything that lists them grows.

const documentNumbers = new Map();
grown(view.documents, ({ iri }, number) => documentNumbers.set(iri, number));
const sentenceNumbers = new Map();
grown(view.sentences, ({ iri }, number) => sentenceNumbers.set(iri, number));
const edgeName = ({ from, to, relation }) => `${from} ${to} ${relation}`;
const edgeNames = new Set();
grown(view.edges, (edge) => edgeNames.add(edgeName(edge)));
const goneName = (row) => JSON.stringify([row.node, row.name, row.other, row.value, row.rule]);
const goneNames = new Set();
grown(view.superseded, (row) => goneNames.add(goneName(row)));

// Takes a part in; gives the numbers of what was asked for. New nodes stand around the anchor or on their region's ground.
function absorb(part, anchor = null) {
  const listed = (rows, names, list) => rows.map((row) => {
    if (!names.has(row.iri)) names.set(row.iri, list.push(row) - 1);
    return names.get(row.iri);
  });
  const documents = listed(part.documents, documentNumbers, view.documents);
  const before = view.sentences.length;
  const sentences = listed(part.sentences, sentenceNumbers, view.sentences);
  for (const one of view.sentences.slice(before)) one.document = documents[one.document] ?? null;
  const fresh = [];
  const ids = part.nodes.map((node) => {
    if (!numbers.has(node.id)) {
      // Of what the page began with only the id is sent; that it is missing means that the graph is another one by now.
      if (node.label === undefined) throw new Outdated();
      fresh.push(view.nodes.length);
      numbers.set(node.id, view.nodes.push(node) - 1);
    }
    return numbers.get(node.id);
  });
  const told = (rows) => rows.map((number) => sentences[number]);
  for (const id of fresh) {
    const node = view.nodes[id];
    node.home = node.home === null ? null : ids[node.home];
    node.documents = node.documents.map((number) => documents[number]);
    for (const each of [node, ...node.attributes, ...node.observations]) each.sentences = told(each.sentences);
  }
  const add = (rows, names, name, list) => rows.forEach((row) => names.has(name(row)) || list.push(row));
  add(part.edges.map((edge) => ({ ...edge, from: ids[edge.from], to: ids[edge.to], sentences: told(edge.sentences) })), edgeNames, edgeName, view.edges);
  add(part.superseded.map((row) => ({ ...row, node: ids[row.node], other: row.other === null ? null : ids[row.other], sentences: told(row.sentences) })),
    goneNames, goneName, view.superseded);
  settle(fresh, anchor);
  for (const extend of growing) extend();
  kept = {};
  return part.found.map((number) => ids[number]);
}

// Taken squares of the map: what stands in or beside one is all that a new sign could cover.
const SQUARE = 80;
const AIR = 14; // page units between two signs
const squares = new Map();
const squareOf = (x, y) => `${Math.floor(x / SQUARE)} ${Math.floor(y / SQUARE)}`;
function stand(id, { x, y }) {
  const key = squareOf(x, y);
  if (!squares.has(key)) squares.set(key, []);
  squares.get(key).push([x, y, view.nodes[id].r]);
}
let standing = 0;
function standAll() {
  for (; standing < places.length; standing += 1) stand(standing, places[standing]);
}

function isFree(x, y, r) {
  for (const dx of [-SQUARE, 0, SQUARE])
    for (const dy of [-SQUARE, 0, SQUARE])
      for (const [ox, oy, or] of squares.get(squareOf(x + dx, y + dy)) ?? []) if (Math.hypot(x - ox, y - oy) < r + or + AIR) return false;
  return true;
}

// The first free place on a spiral around a point.
function roomNear({ x, y }, r, from) {
  for (let step = 0; step < 6000; step += 1) {
    const reach = from + 9 * Math.sqrt(step);
    const [px, py] = [Math.round(x + reach * Math.cos(step * 2.39996)), Math.round(y + reach * Math.sin(step * 2.39996))];
    if (isFree(px, py, r)) return { x: px, y: py };
  }
  return { x, y };
}

// The region on whose ground a node belongs: its own, or the nearest above it that has one.
function shore(id) {
  for (let at = id, steps = 0; at !== null && steps < 9; at = view.nodes[at].home, steps += 1) if (groundOf.has(at)) return at;
  return null;
}

// The most important stand nearest: around the anchor where they belong on its ground or on none, else around their region.
function settle(fresh, anchor) {
  standAll();
  const here = anchor === null ? null : shore(anchor);
  const linked = new Map();
  for (const { from, to } of view.edges.slice(-4000)) for (const [one, two] of [[from, to], [to, from]]) if (one >= places.length && two < places.length && !linked.has(one)) linked.set(one, two);
  const spots = new Map();
  for (const id of [...fresh].sort(sooner)) {
    const node = view.nodes[id];
    const ground = shore(id);
    const by = anchor !== null && (ground === null || ground === here) ? anchor : ground ?? linked.get(id) ?? (node.home !== null && node.home < places.length ? node.home : anchor);
    const centre = by === null || by === undefined ? { x: 0, y: 0 } : places[by] ?? spots.get(by) ?? { x: 0, y: 0 };
    const spot = roomNear(centre, node.r, by === null || by === undefined ? 0 : view.nodes[by].r + node.r + AIR);
    Object.assign(node, turned(spot.x, spot.y));
    spots.set(id, spot);
    stand(id, spot);
  }
  standing = view.nodes.length;
}
