// Finding and narrowing: the search box, the legend that is also the filter, and the list of what is shown.

const MOST_HITS = 30;
const index = view.nodes.map((node) => [node.label, ...node.aliases].map((name) => fold(plain(name))));
let hits = [];
let chosen = 0;

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

function showHits() {
  const text = $("search").value;
  hits = search(text);
  chosen = 0;
  const rows = hits.map((id, place) =>
    element("li", { role: "option", id: `hit-${place}`, "aria-selected": String(place === 0), onmousedown: (event) => { event.preventDefault(); take(place); } },
      sign(view.nodes[id].type), element("span", {}, element("bdi", {}, cut(view.nodes[id].label, 40))),
      element("span", { class: "soft" }, [kind(view.nodes[id].type).zh, plain(view.nodes[id].scope)].filter(Boolean).join(" · "))));
  if (text.trim() && !hits.length) rows.push(element("li", { class: "none", role: "option", "aria-disabled": "true" }, "没有找到这个名称"));
  $("hits").replaceChildren(...rows);
  openHits(rows.length > 0);
}

function openHits(open) {
  $("hits").hidden = !open;
  $("search").setAttribute("aria-expanded", String(open));
  if (open && hits.length) $("search").setAttribute("aria-activedescendant", `hit-${chosen}`);
  else $("search").removeAttribute("aria-activedescendant");
}

function choose(place) {
  if (!hits.length) return;
  chosen = (place + hits.length) % hits.length;
  [...$("hits").children].forEach((row, each) => row.setAttribute("aria-selected", String(each === chosen)));
  $(`hit-${chosen}`).scrollIntoView({ block: "nearest" });
  openHits(true);
}

function take(place) {
  if (hits[place] === undefined) return;
  openHits(false);
  focusOn({ node: hits[place] }, { move: true });
}

function listenToSearch() {
  const box = $("search");
  box.addEventListener("input", showHits);
  box.addEventListener("focus", () => box.value && showHits());
  box.addEventListener("blur", () => openHits(false));
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // Enter ends a word of the input method first
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(chosen + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter") take(chosen);
  });
}

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
