// The flow: from regions over clusters to the companies that lead them, as bands whose width is the weight.

const TALLEST = 520;
const LIMITS = { region: 12, cluster: 12, company: 14 };
const REST = { region: "地", company: "家企业" };
const COLUMNS = ["region", "cluster", "company"];

function flowPicture() {
  const flows = flowsInPicture();
  if (!flows.length) return [friendly(state.theme === null ? "文件没有写到产业集群。" : `文件没有写到${themeName(state.theme)}的产业集群。`, "No clusters here.")];
  const { kept, left } = strongest(flows);
  const narrow = $("stage").clientWidth < 620;
  const plan = place(nodesOf(kept), bandsOf(kept), narrow);
  return [
    element("div", { class: "hints" }, element("p", { class: "scale" }, ...COLUMNS.map((column) => element("span", {}, sign(TYPE_OF[column]), ` ${kind(TYPE_OF[column]).zh} `, element("span", { class: "en" }, kind(TYPE_OF[column]).en))),
      element("span", {}, "带越宽，份量越重；止于中间的集群没有写明企业"))),
    drawFlow(plan, narrow),
    ...(left.length ? [leftOut(left)] : []),
  ];
}

// Clusters that found no room in the picture are still a click away.
function leftOut(clusters) {
  const box = element("details", { class: "left-out" }, element("summary", {}, `另有 ${clusters.length.toLocaleString("en-US")} 个较轻的集群没有画出 `, element("span", { class: "en" }, "not drawn")));
  box.addEventListener("toggle", () => box.childElementCount === 1 && box.append(longList(clusters, (cluster) => [
    element("div", { class: "head" }, sign("Cluster"), pressed(plain(view.entities[cluster].label), () => go(choosing({ view: "flow", theme: state.theme, cluster }))), element("span", { class: "soft" }, plain(view.entities[cluster].place ?? ""))),
  ])));
  return box;
}

const TYPE_OF = { region: "Region", cluster: "Cluster", company: "Company" };

function heaviest(flows, column) {
  const weights = new Map();
  for (const flow of flows) if (flow[column] !== null) weights.set(flow[column], (weights.get(flow[column]) ?? 0) + flow.weight);
  return [...weights].sort((a, b) => b[1] - a[1]).map(([each]) => each);
}

// The heaviest clusters are drawn. What they join to keeps its name where it is heavy, the others share one: "其余 9 家企业".
function strongest(flows) {
  const clusters = heaviest(flows, "cluster");
  const chosen = new Set(clusters.slice(0, LIMITS.cluster));
  if (state.cluster !== null && clusters.includes(state.cluster)) chosen.add(state.cluster);
  const rows = flows.filter((flow) => chosen.has(flow.cluster));
  const hidden = {};
  const keep = { cluster: chosen };
  for (const column of ["region", "company"]) {
    const all = heaviest(rows, column);
    // A rest of one is no shorter than its name.
    keep[column] = new Set(all.length === LIMITS[column] + 1 ? all : all.slice(0, LIMITS[column]));
    hidden[column] = all.length - keep[column].size;
  }
  const key = (flow, column) => (flow[column] === null ? null : keep[column].has(flow[column]) ? flow[column] : "rest");
  const keyed = rows.map((flow) => ({ weight: flow.weight, region: key(flow, "region"), cluster: flow.cluster, company: key(flow, "company") }));
  return { kept: { rows: keyed, hidden }, left: clusters.filter((cluster) => !chosen.has(cluster)) };
}

function nodesOf({ rows, hidden }) {
  return COLUMNS.map((column) => {
    const found = new Map();
    for (const row of rows) {
      if (row[column] === null) continue;
      const node = found.get(row[column]) ?? { column, key: row[column], weight: 0, label: labelOf(column, row[column], hidden[column]) };
      node.weight += row.weight;
      found.set(row[column], node);
    }
    return [...found.values()];
  });
}

function labelOf(column, key, hidden) {
  if (key === "rest") return `其余 ${hidden} ${REST[column]}`;
  return column === "region" ? regionName(key) : plain(view.entities[key].label);
}

function bandsOf({ rows }) {
  const found = new Map();
  for (const row of rows) {
    for (const [from, to] of [["region", "cluster"], ["cluster", "company"]]) {
      if (row[to] === null) continue;
      const key = `${from} ${row[from]} ${row[to]}`;
      const band = found.get(key) ?? { from, to, start: row[from], end: row[to], weight: 0 };
      band.weight += row.weight;
      found.set(key, band);
    }
  }
  return [...found.values()];
}

// Heights by weight, order by the middle of what a node comes from: few bands cross, and the same content looks the same.
function place(columns, bands, narrow) {
  const line = narrow ? 36 : 22;
  const gap = narrow ? 8 : 7;
  const last = (node) => (node.key === "rest" ? 1 : 0);
  columns[0].sort((a, b) => last(a) - last(b) || a.key - b.key);
  const rank = new Map();
  for (const [step, nodes] of columns.entries()) {
    if (step) {
      for (const node of nodes) {
        const into = bands.filter((band) => band.to === node.column && band.end === node.key);
        node.middle = into.reduce((sum, band) => sum + band.weight * rank.get(`${band.from} ${band.start}`), 0) / into.reduce((sum, band) => sum + band.weight, 0);
      }
      nodes.sort((a, b) => last(a) - last(b) || a.middle - b.middle || b.weight - a.weight || a.key - b.key);
    }
    nodes.forEach((node, position) => rank.set(`${node.column} ${node.key}`, (position + 0.5) / nodes.length));
  }
  const heaviest = Math.max(...columns.map((nodes) => nodes.reduce((sum, node) => sum + node.weight, 0)));
  const scale = TALLEST / heaviest;
  const tall = (nodes) => nodes.reduce((sum, node) => sum + Math.max(line, node.weight * scale + gap), 0);
  const height = Math.max(...columns.map(tall));
  const nodes = new Map();
  for (const column of columns) {
    const spare = (height - tall(column)) / (column.length + 1);
    let y = spare;
    for (const node of column) {
      const slot = Math.max(line, node.weight * scale + gap);
      const own = Math.max(3, node.weight * scale);
      nodes.set(`${node.column} ${node.key}`, { ...node, height: own, y: y + (slot - own) / 2, in: 0, out: 0 });
      y += slot + spare;
    }
  }
  return { nodes, bands: stacked(bands, nodes, scale), height };
}

// Bands leave and reach a node in the order of their other ends.
function stacked(bands, nodes, scale) {
  const start = (band) => nodes.get(`${band.from} ${band.start}`);
  const end = (band) => nodes.get(`${band.to} ${band.end}`);
  const made = bands.map((band) => ({ ...band, thick: Math.max(1, band.weight * scale) }));
  for (const band of [...made].sort((a, b) => end(a).y - end(b).y)) [band.y1, start(band).out] = [start(band).y + start(band).out, start(band).out + band.thick];
  for (const band of [...made].sort((a, b) => start(a).y - start(b).y)) [band.y2, end(band).in] = [end(band).y + end(band).in, end(band).in + band.thick];
  return made;
}

function drawFlow({ nodes, bands, height }, narrow) {
  const width = Math.max(330, $("stage").clientWidth - 32);
  const side = narrow ? 0 : Math.min(190, width * 0.22);
  const left = narrow ? 0 : 84;
  const across = { region: left, cluster: left + (width - left - side - 12) * (narrow ? 0.36 : 0.46), company: width - side - 12 };
  const label = (column, key) => nodes.get(`${column} ${key}`).label;
  const known = (changes) => Object.fromEntries(Object.entries(changes).filter(([, key]) => key !== "rest" && key !== null));
  const pick = (changes) => {
    const wanted = known(changes);
    if (Object.keys(wanted).length) go(choosing({ view: "flow", theme: state.theme, ...wanted }));
  };
  const lit = (changes) => Object.entries(changes).every(([column, key]) => state[column] === key) && COLUMNS.every((column) => column in changes || state[column] === null);
  const drawn = [...bands].sort((a, b) => b.weight - a.weight).map((band) => {
    const [x1, x2] = [across[band.from] + 12, across[band.to]];
    const bend = (x2 - x1) * 0.5;
    const lower = [band.y1 + band.thick, band.y2 + band.thick];
    const shape = `M${x1},${band.y1}C${x1 + bend},${band.y1} ${x2 - bend},${band.y2} ${x2},${band.y2}V${lower[1]}C${x2 - bend},${lower[1]} ${x1 + bend},${lower[0]} ${x1},${lower[0]}Z`;
    const changes = { [band.from]: band.start, [band.to]: band.end };
    return choice(`${label(band.from, band.start)} → ${label(band.to, band.end)}：份量 ${number(band.weight)}`, () => pick(changes), { class: "band", "aria-pressed": String(lit(changes)) },
      svg("path", { d: shape, fill: kind(TYPE_OF[band.from]).colour }));
  });
  const ends = [...nodes.values()].map((node) => {
    const x = across[node.column];
    const middle = node.y + node.height / 2;
    const at = narrow ? { region: [x + 16, "start"], cluster: [x + 16, "start"], company: [x - 4, "end"] }[node.column]
      : { region: [x - 7, "end"], cluster: [x + 18, "start"], company: [x + 19, "start"] }[node.column];
    const drawing = [svg("rect", { x, y: node.y, width: 12, height: node.height, rx: 2, fill: node.key === "rest" ? "#9aa4af" : hue(TYPE_OF[node.column]) }), ...lines(node, at, middle, narrow)];
    if (node.key === "rest") return svg("g", { class: "node rest" }, ...drawing);
    return choice(`${node.label}：份量 ${number(node.weight)}`, () => pick({ [node.column]: node.key }),
      { class: "node", "data-node": `${node.column} ${node.key}`, "aria-pressed": String(lit({ [node.column]: node.key })) }, ...drawing);
  });
  return svg("svg", { class: "picture", id: "flow", width, height: height + 8, viewBox: `0 -4 ${width} ${height + 8}`, role: "group", "aria-label": "从地区经集群到企业" }, ...drawn, ...ends);
}

// On a narrow screen a name takes two lines rather than losing its end.
function lines(node, [x, anchor], middle, narrow) {
  const short = cut(node.label, node.column === "region" && node.key !== "rest" ? 6 : narrow ? 12 : 13);
  const parts = narrow && textWidth(short) > 7 ? halves(short) : [short];
  return parts.map((part, step) => svg("text", { x, y: middle + (step - (parts.length - 1) / 2) * 15, "text-anchor": anchor, "dominant-baseline": "central" }, part));
}

function halves(text) {
  const half = textWidth(text) / 2;
  const characters = [...text];
  let at = 0;
  for (let width = 0; width < half; at += 1) width += wide(characters[at]);
  return [characters.slice(0, at).join(""), characters.slice(at).join("")];
}
