// A net whose nodes have places in; its drawing out, to be moved, zoomed and followed.

const MARGIN = 46;
const cut = (name) => ([...name].length > 16 ? `${[...name].slice(0, 15).join("")}…` : name);

function drawNet(net) {
  if (!net.nodes.length) return element("p", { class: "none" }, t("网络需要一行里有两个以上的节点（IRI）"));
  settle(net);
  const svg = element("svg:svg", { class: "net", role: "group", "aria-label": t("结果的网络图；各节点是链接") });
  const frame = wholeFrame(net.nodes);
  const show = () => {
    svg.setAttribute("viewBox", [frame.x, frame.y, frame.width, frame.height].map((value) => value.toFixed(1)).join(" "));
    placeAll(net, svg, frame);
  };
  for (const edge of net.edges) svg.append(drawEdge(edge, net.edges.length <= 60));
  for (const node of net.nodes) svg.append(drawNode(node, net, svg, show));
  for (const node of net.nodes) svg.append(node.label);
  listenToFrame(svg, frame, show);
  // How large a unit is can be seen only where the drawing stands.
  new ResizeObserver(show).observe(svg);
  return element("div", { class: "drawing" }, legendOf(net), svg, buttonsOf(net, frame, show));
}

function wholeFrame(nodes) {
  const [left, right] = [Math.min(...nodes.map((node) => node.x)) - MARGIN * 1.6, Math.max(...nodes.map((node) => node.x)) + MARGIN * 1.6];
  const [top, bottom] = [Math.min(...nodes.map((node) => node.y)) - MARGIN, Math.max(...nodes.map((node) => node.y)) + MARGIN];
  const [width, height] = [Math.max(right - left, 420), Math.max(bottom - top, 260)];
  return { x: (left + right - width) / 2, y: (top + bottom - height) / 2, width, height };
}

function drawEdge(edge, named) {
  edge.line = element("svg:line", {});
  edge.name = named ? element("svg:text", {}, cut([...edge.names].join(" / "))) : null;
  edge.drawn = element("svg:g", { class: "edge" }, element("svg:title", {}, `${plain(edge.from.term)} → ${[...edge.names].join(" / ")} → ${plain(edge.to.term)}`), edge.line, edge.name);
  return edge.drawn;
}

function drawNode(node, net, svg, show) {
  const page = node.term.type === "uri" ? pageOf(node.term.value) : null;
  const name = node.term.type === "uri" ? nameOf(node.term.value) : `_:${node.term.value}`;
  const type = node.term.type === "uri" ? typeOf(node.term.value) : "";
  node.name = cut(name);
  const small = net.nodes.length > 120 ? 0.6 : 1;
  const circle = dot(type, ((6 + Math.min(8, Math.sqrt(node.degree) * 1.6)) * small).toFixed(1));
  node.radius = +circle.getAttribute("r");
  node.drawn = element(page ? "svg:a" : "svg:g", { class: "node", href: page, "aria-label": name }, element("svg:title", {}, name), circle);
  // Names stand over all nodes.
  node.label = element("svg:text", { class: "name-of", y: String(node.radius + 12), "aria-hidden": "true" }, node.name);
  for (const [event, lit] of [["pointerenter", true], ["focus", true], ["pointerleave", false], ["blur", false]])
    node.drawn.addEventListener(event, () => light(lit ? node : null, net, svg));
  listenToNode(node, svg, show);
  return node.drawn;
}
// The colour of a type; a dark page has another one where that would drown. What is of no type is an empty ring.
const typeTold = (type) => Object.values(vocabulary.types).find((one) => one.type === type);
function dot(type, radius) {
  const told = typeTold(type);
  const made = element("svg:circle", { r: radius, class: told ? "typed" : "untyped" });
  if (told) made.style.fill = `var(--type-${type}, ${told.colour})`;
  return made;
}

// Nodes and names have the same size at every zoom.
function placeAll({ nodes, edges }, svg, frame) {
  const unit = Math.max(frame.width / (svg.clientWidth || 900), frame.height / (svg.clientHeight || 500));
  for (const node of nodes)
    for (const part of [node.drawn, node.label]) part.setAttribute("transform", `translate(${node.x.toFixed(1)} ${node.y.toFixed(1)}) scale(${unit.toFixed(3)})`);
  for (const { from, to, line, name } of edges) {
    for (const [key, value] of [["x1", from.x], ["y1", from.y], ["x2", to.x], ["y2", to.y]]) line.setAttribute(key, value.toFixed(1));
    name?.classList.toggle("quiet", Math.hypot(from.x - to.x, from.y - to.y) / unit < 90);
    name?.setAttribute("transform", `translate(${((from.x + to.x) / 2).toFixed(1)} ${((from.y + to.y) / 2).toFixed(1)}) scale(${unit.toFixed(3)})`);
  }
  quieten(nodes, unit);
}
// Of names that would stand over each other the node with more edges keeps its own; pointing at a node shows all near it.
function quieten(nodes, unit) {
  const taken = nodes.map((node) => ({ node, x: node.x / unit, y: node.y / unit, wide: node.radius - 3, tall: node.radius - 4 }));
  const ranked = [...nodes].sort((one, other) => other.degree - one.degree);
  for (const [rank, node] of ranked.entries()) {
    // The names of the few that most lines meet in may stand over other nodes.
    const hub = rank < 12 && node.degree > 4;
    const wide = [...node.name].reduce((sum, sign) => sum + (sign > "\u2e80" ? 11.5 : 6.5), 0) / 2 + 2;
    const [x, y] = [node.x / unit, node.y / unit + node.radius + 8];
    const over = taken.some((one) => !(hub && one.node) && Math.abs(one.x - x) < one.wide + wide && Math.abs(one.y - y) < one.tall + 7);
    node.label.classList.toggle("quiet", over);
    if (!over) taken.push({ x, y, wide, tall: 7 });
  }
}

// What is pointed at stands out with what it is joined to.
function light(node, { nodes, edges }, svg) {
  svg.classList.toggle("lit", node !== null);
  const near = new Set([node]);
  for (const edge of edges) {
    const joined = edge.from === node || edge.to === node;
    edge.drawn.classList.toggle("on", joined);
    if (joined) near.add(edge.from).add(edge.to);
  }
  for (const one of nodes) for (const part of [one.drawn, one.label]) part.classList.toggle("on", near.has(one));
}

const perPixel = (svg) => 1 / (svg.getScreenCTM()?.a || 1);
function listenToNode(node, svg, show) {
  let held = null;
  let moved = false;
  node.drawn.addEventListener("pointerdown", (event) => {
    event.stopPropagation();
    held = { x: event.clientX, y: event.clientY };
    moved = false;
    node.drawn.setPointerCapture(event.pointerId);
  });
  node.drawn.addEventListener("pointermove", (event) => {
    if (!held) return;
    const [x, y] = [event.clientX - held.x, event.clientY - held.y];
    if (!moved && Math.hypot(x, y) < 5) return;
    moved = true;
    node.x += x * perPixel(svg);
    node.y += y * perPixel(svg);
    held = { x: event.clientX, y: event.clientY };
    show();
  });
  for (const end of ["pointerup", "pointercancel"]) node.drawn.addEventListener(end, () => (held = null));
  node.drawn.addEventListener("dragstart", (event) => event.preventDefault());
  node.drawn.addEventListener("click", (event) => moved && event.preventDefault());
}

function listenToFrame(svg, frame, show) {
  let held = null;
  svg.addEventListener("pointerdown", (event) => {
    held = { x: event.clientX, y: event.clientY };
    svg.setPointerCapture(event.pointerId);
  });
  svg.addEventListener("pointermove", (event) => {
    if (!held) return;
    frame.x -= (event.clientX - held.x) * perPixel(svg);
    frame.y -= (event.clientY - held.y) * perPixel(svg);
    held = { x: event.clientX, y: event.clientY };
    show();
  });
  for (const end of ["pointerup", "pointercancel"]) svg.addEventListener(end, () => (held = null));
  // With Ctrl, as on maps: the page itself still scrolls.
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    const box = svg.getBoundingClientRect();
    zoom(frame, event.deltaY > 0 ? 1.15 : 1 / 1.15, (event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
    show();
  }, { passive: false });
}
function zoom(frame, by, x = 0.5, y = 0.5) {
  frame.x += frame.width * (1 - by) * x;
  frame.y += frame.height * (1 - by) * y;
  frame.width *= by;
  frame.height *= by;
}

function buttonsOf(net, frame, show) {
  const button = (sign, label, act) => element("button", { type: "button", class: "plain", "aria-label": t(label), title: t(label), onclick: () => { act(); show(); } }, sign);
  return element("div", { class: "zoom" },
    button("+", "放大", () => zoom(frame, 1 / 1.3)),
    button("−", "缩小", () => zoom(frame, 1.3)),
    button("⤢", "全图", () => Object.assign(frame, wholeFrame(net.nodes))));
}

function legendOf(net) {
  const types = [...new Set(net.nodes.map((node) => (node.term.type === "uri" ? typeOf(node.term.value) : "")))].sort();
  const dots = types.map((type) => element("li", {}, element("svg:svg", { width: "12", height: "12", viewBox: "-6 -6 12 12", "aria-hidden": "true" }, dot(type, "5")), typeTold(type) ? said(typeTold(type)) : t("其他")));
  const count = net.all > net.nodes.length ? t("只画了前 {} 个节点，共 {} 个", net.nodes.length, number(net.all)) : t("{} 个节点，{} 条边", net.nodes.length, net.edges.length);
  return element("div", { class: "about-net" }, element("span", {}, count), element("ul", {}, ...dots));
}
