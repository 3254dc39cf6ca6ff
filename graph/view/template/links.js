// What joins the cities of a lit theme: a line between each pair, as wide as they have links, and the links in the panel.

// [a, b, links] for every pair of regions, those with most links first.
function pairsOf(theme) {
  const pairs = new Map();
  for (const link of theme.links) {
    const [a, b] = link.a < link.b ? [link.a, link.b] : [link.b, link.a];
    const key = `${a} ${b}`;
    if (!pairs.has(key)) pairs.set(key, [a, b, []]);
    pairs.get(key)[2].push(link);
  }
  return [...pairs.values()].sort((x, y) => y[2].length - x[2].length || x[0] - y[0] || x[1] - y[1]);
}

function pairList(theme) {
  const pairs = pairsOf(theme);
  if (!pairs.length) return [];
  return [
    element("h3", {}, t("地区之间的联系（{}） ", theme.links.length), element("span", { class: "en" }, "links between regions")),
    longList(pairs, ([a, b, links]) => {
      const kinds = [...links.reduce((counts, link) => counts.set(said(link.kind), (counts.get(said(link.kind)) ?? 0) + 1), new Map())];
      const box = element("details", { class: "pair", "data-pair": `${a} ${b}` }, element("summary", {}, t("{} 条 ", links.length), element("span", { class: "soft" }, kinds.map(([name, count]) => `${name} ${count}`).join(" · "))));
      box.addEventListener("toggle", () => {
        if (box.childElementCount === 1) box.append(longList(links, (link) => linkRow(link)));
        showMarks(box);
      });
      return [element("div", { class: "head" }, nameButton(a), element("span", { class: "soft" }, "↔"), nameButton(b)), box];
    }, 10),
  ];
}

function linkRow(link) {
  const ends = [link.a, link.b].map((id) => view.nodes[id]);
  return [
    element("div", { class: "head" }, element("span", { class: "badge", title: link.kind.en }, said(link.kind)), element("bdi", {}, plain(said(link)))),
    link.nodes.length ? element("div", { class: "head" }, ...link.nodes.slice(0, 6).map((id) => element("span", { class: "entity" }, sign(view.nodes[id].type), nameButton(id)))) : null,
    link.sentences.length ? quotations(link.sentences, [...link.nodes.map((id) => view.nodes[id]), ...ends], false) : null,
  ];
}

const arch = (from, to) => ({ x: (from.x + to.x) / 2 + (to.y - from.y) * 0.18, y: (from.y + to.y) / 2 - (to.x - from.x) * 0.18 });
const drawnPairs = () => {
  const theme = view.themes[state.light?.theme];
  return !state.focus && theme ? (kept.pairs ??= pairsOf(theme).filter(([a, b]) => seen.node(a) && seen.node(b))) : [];
};

// Before the nodes of the theme are drawn: the lines; afterwards: how many links each stands for.
function drawPairs(ctx, now) {
  for (const [a, b, links] of drawnPairs()) {
    const [from, to] = [now.at(a), now.at(b)];
    const middle = arch(from, to);
    ctx.beginPath();
    ctx.moveTo(from.x, from.y);
    ctx.quadraticCurveTo(middle.x, middle.y, to.x, to.y);
    ctx.strokeStyle = paint.pair;
    ctx.lineWidth = 2 + 1.6 * Math.log2(links.length);
    ctx.stroke();
  }
}

function drawPairCounts(ctx, now, boxes) {
  for (const [a, b, links] of drawnPairs()) {
    const [from, to] = [now.at(a), now.at(b)];
    const { x, y } = along(from, arch(from, to), to, 0.5);
    const text = t("{} 条", links.length);
    const half = textWidth(text) * 6.5 + 8;
    boxes.push([x - half, y - 11, x + half, y + 11]);
    ctx.beginPath();
    ctx.roundRect(x - half, y - 11, 2 * half, 22, 11);
    ctx.fillStyle = paint.accent;
    ctx.fill();
    ctx.font = `600 12px ${FONT}`;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillStyle = paint.paper;
    ctx.fillText(text, x, y + 0.5);
  }
}

function pairAt(point) {
  const now = frame();
  for (const [a, b] of drawnPairs()) {
    const [from, to] = [now.at(a), now.at(b)];
    const middle = along(from, arch(from, to), to, 0.5);
    if (Math.abs(point.x - middle.x) < 26 && Math.abs(point.y - middle.y) < 13) return `${a} ${b}`;
    for (let t = 0.08; t < 0.93; t += 0.02) {
      const { x, y } = along(from, arch(from, to), to, t);
      if (Math.hypot(point.x - x, point.y - y) < 6) return `${a} ${b}`;
    }
  }
  return null;
}

function openPair(pair) {
  const box = $("panel").querySelector(`[data-pair="${pair}"]`);
  if (!box) return;
  if (narrow()) sheet("half");
  box.open = true;
  box.scrollIntoView({ block: "center", behavior: reduced ? "auto" : "smooth" });
  box.querySelector("summary").focus({ preventScroll: true });
}
