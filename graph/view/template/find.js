// Finding and narrowing: the search box, the legend that is also the filter, and the list of what is shown.

const MOST_HITS = 30;
const index = view.nodes.map((node) => [node.label, ...node.aliases].map((name) => fold(plain(name))));

function search(text) {
  const wanted = fold(plain(text).trim());
  if (!wanted) return [];
  const ranked = [];
  index.forEach((names, id) => {
    const rank = Math.min(...names.map((name, place) => (name === wanted ? 0 : name.startsWith(wanted) ? 2 : name.includes(wanted) ? 4 : 9) + (place ? 1 : 0)));
    if (rank < 9) ranked.push([rank, id]);
  });
  // Nodes are numbered by importance.
  return ranked.sort((a, b) => a[0] - b[0] || a[1] - b[1]).slice(0, MOST_HITS).map(([, id]) => id);
}

const finder = {
  search,
  none: "没有找到这个名称",
  row: (id) => [sign(view.nodes[id].type), element("span", {}, element("bdi", {}, cut(view.nodes[id].label, 40))),
    element("span", { class: "soft" }, [kind(view.nodes[id].type).zh, plain(view.nodes[id].scope)].filter(Boolean).join(" · "))],
  take: (id) => focusOn({ node: id }, { move: true }),
};

function drawLegend() {
  const count = (rows, name) => rows.reduce((counts, row) => counts.set(row[name], (counts.get(row[name]) ?? 0) + 1), new Map());
  const [types, relations] = [count(view.nodes, "type"), count(view.edges, "relation")];
  const row = (off, name, label, first, number) => {
    const made = element("button", { type: "button", class: "switch", "aria-pressed": String(!off.has(name)), "data-name": name, title: label.en }, first,
      element("span", {}, label.zh), element("span", { class: "count" }, number.toLocaleString("en-US")));
    made.addEventListener("click", () => {
      if (!off.delete(name)) off.add(name);
      narrowed();
    });
    return made;
  };
  const listed = (labels, counts) => [...Object.keys(labels), ...[...counts.keys()].filter((name) => !labels[name])].filter((name) => counts.has(name));
  $("types").replaceChildren(...listed(view.types, types).map((name) => row(state.typesOff, name, kind(name), sign(name), types.get(name))));
  $("relations").replaceChildren(...listed(view.relations, relations).map((name) =>
    row(state.relationsOff, name, view.relations[name] ?? { zh: name, en: name }, null, relations.get(name))));
}

function drawState() {
  const [shown, all] = [shownNodes().length, view.nodes.length];
  $("counts").textContent = `${all.toLocaleString("en-US")} 节点 · ${view.edges.length.toLocaleString("en-US")} 边 · ${view.documents.length} 文档`;
  const chosen = state.focus?.node === undefined ? "" : ` · 已选 ${cut(view.nodes[state.focus.node].label, 20)}`;
  $("state").textContent = `显示 ${shown.toLocaleString("en-US")} / ${all.toLocaleString("en-US")}${chosen}`;
}

const ROWS = 200;
function drawList() {
  if ($("list").hidden) return;
  const ids = shownNodes();
  const body = element("tbody");
  const more = element("button", { type: "button", class: "more" });
  const grow = () => {
    const from = body.childElementCount;
    body.append(...ids.slice(from, from + ROWS).map((id) => {
      const node = view.nodes[id];
      return element("tr", {}, element("td", {}, kind(node.type).zh), element("td", {}, nameButton(id)), element("td", {}, element("bdi", {}, plain(node.scope))),
        element("td", { class: "number" }, String(touching[id].length)));
    }));
    more.hidden = body.childElementCount >= ids.length;
    more.textContent = `再看 ${ids.length - body.childElementCount} 行`;
  };
  more.addEventListener("click", grow);
  const heads = ["类型", "名称", "所在", "事实"].map((head, place) => element("th", { scope: "col", class: place === 3 ? "number" : "" }, head));
  $("list").replaceChildren(element("table", {}, element("thead", {}, element("tr", {}, ...heads)), body), more);
  grow();
}
