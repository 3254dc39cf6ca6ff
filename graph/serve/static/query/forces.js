// Nodes and edges in; a place for every node out. The same answer is drawn the same way each time: nothing here is random.

const NODES_DRAWN = 300;
const GOLDEN = Math.PI * (3 - Math.sqrt(5));

// Rows: the first node of a row is joined to its others; subject, property, object are one edge.
function netOfRows(result) {
  const net = newNet();
  for (const { cells } of result.rows) {
    const nodes = cells.map((term, at) => ({ term, at })).filter(({ term }) => term?.type === "uri" || term?.type === "bnode");
    const property = nodes.findIndex(({ term }, at) => at > 0 && at < nodes.length - 1 && term.type === "uri" && isProperty(term.value));
    if (property > 0) {
      join(net, nodes[property - 1].term, nodes[property + 1].term, nameOf(nodes[property].term.value));
      continue;
    }
    for (const { term, at } of nodes.slice(1)) join(net, nodes[0].term, term, said(result.heads[at]));
  }
  return limited(net);
}
function netOfTriples(triples) {
  const net = newNet();
  for (const [subject, property, object] of triples) if (object.type !== "literal") join(net, subject, object, nameOf(property.value));
  return limited(net);
}

const newNet = () => ({ nodes: new Map(), edges: new Map() });
function join(net, one, other, name) {
  if (one.value === other.value) return;
  for (const term of [one, other]) {
    const node = net.nodes.get(term.value) ?? { term, degree: 0 };
    if (!net.nodes.has(term.value)) net.nodes.set(term.value, node);
  }
  const key = `${one.value} ${other.value}`;
  const edge = net.edges.get(key) ?? { from: net.nodes.get(one.value), to: net.nodes.get(other.value), names: new Set() };
  if (!net.edges.has(key)) {
    edge.from.degree++;
    edge.to.degree++;
    net.edges.set(key, edge);
  }
  edge.names.add(name);
}
function limited(net) {
  const nodes = [...net.nodes.values()].slice(0, NODES_DRAWN);
  const drawn = new Set(nodes);
  const edges = [...net.edges.values()].filter((edge) => drawn.has(edge.from) && drawn.has(edge.to));
  return { nodes, edges, all: net.nodes.size };
}

// Fruchterman and Reingold (1991): nodes push each other away, edges pull, steps grow smaller; x is drawn wider than y.
function settle({ nodes, edges }, aspect = 1.6) {
  const ideal = 62;
  nodes.forEach((node, at) => {
    const far = ideal * 0.9 * Math.sqrt(at + 0.5);
    Object.assign(node, { x: Math.cos(at * GOLDEN) * far * aspect, y: Math.sin(at * GOLDEN) * far, dx: 0, dy: 0 });
  });
  const rounds = nodes.length > 150 ? 220 : 360;
  for (let round = 0; round < rounds; round++) {
    const step = ideal * 0.9 * (1 - round / rounds) + 0.5;
    repel(nodes, ideal);
    for (const { from, to } of edges) pull(from, to, ideal);
    for (const node of nodes) {
      node.dx -= node.x * 0.035;
      node.dy -= node.y * 0.035 * aspect;
      const length = Math.hypot(node.dx, node.dy) || 1;
      const move = Math.min(length, step) / length;
      node.x += node.dx * move;
      node.y += node.dy * move;
      node.dx = node.dy = 0;
    }
  }
}
function repel(nodes, ideal) {
  const reach = (4 * ideal) ** 2;
  for (let one = 0; one < nodes.length; one++)
    for (let other = one + 1; other < nodes.length; other++) {
      const [a, b] = [nodes[one], nodes[other]];
      const [x, y] = [a.x - b.x || 0.01 * (one - other), a.y - b.y || 0.01];
      const square = x * x + y * y;
      // Names are wide: nodes beside each other need more room than nodes above each other.
      // What is far apart does not matter: parts that nothing joins stay near each other.
      if (square > reach) continue;
      const force = (ideal * ideal) / Math.max(square, 25);
      a.dx += x * force * 1.25;
      a.dy += y * force;
      b.dx -= x * force * 1.25;
      b.dy -= y * force;
    }
}
function pull(from, to, ideal) {
  const [x, y] = [from.x - to.x, from.y - to.y];
  const force = Math.hypot(x, y) / ideal;
  from.dx -= x * force;
  from.dy -= y * force;
  to.dx += x * force;
  to.dy += y * force;
}
