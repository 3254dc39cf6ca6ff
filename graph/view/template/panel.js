// The panel: what is known of the entity or the fact in focus, with the sentences behind it.

const OPEN_UP_TO = 4;

function nameButton(id) {
  return element("button", { type: "button", class: "name", onclick: () => focusOn({ node: id }, { move: true }) }, plain(view.nodes[id].label));
}

const implied = (edge) => (edge.explicit ? null : element("span", { class: "badge implied", title: "由文件所述地区推断，原句未明说" }, "推断"));

function factGroups(id) {
  const made = [];
  for (const [relation, names] of Object.entries(view.relations)) {
    for (const [here, there, word] of [["from", "to", names.zh], ["to", "from", names.back]]) {
      const edges = touching[id].map((number) => view.edges[number]).filter((edge) => edge.relation === relation && edge[here] === id);
      if (!edges.length) continue;
      edges.sort((a, b) => a[there] - b[there]);
      made.push(element("h3", {}, `${word}（${edges.length}） `, element("span", { class: "en" }, here === "from" ? names.en : names.back_en)));
      made.push(longList(edges, (edge) => [
        element("div", { class: "head" }, sign(view.nodes[edge[there]].type), nameButton(edge[there]), implied(edge)),
        quotations(edge.sentences, [view.nodes[edge.from], view.nodes[edge.to]], edges.length <= OPEN_UP_TO),
      ]));
    }
  }
  return made;
}

function attributes(node) {
  const known = node.attributes.filter((entry) => view.attributes[entry.name] || entry.name === "status");
  if (!known.length) return [];
  return [
    element("h3", {}, "属性 ", element("span", { class: "en" }, "attributes")),
    longList(known, (entry) => {
      const value = entry.name === "status" ? view.statuses[entry.value]?.zh ?? plain(entry.value) : figure(entry.value, entry.unit);
      const name = entry.name === "status" ? "状态" : view.attributes[entry.name].zh;
      return [element("div", { class: "head" }, element("span", { class: "soft" }, name), element("span", { class: "figure" }, value)), quotations(entry.sentences, [node], false)];
    }),
  ];
}

function observations(node) {
  if (!node.observations.length) return [];
  const rows = [...node.observations].sort((a, b) => (b.year ?? 0) - (a.year ?? 0) || (a.indicator < b.indicator ? -1 : 1));
  const bound = { min: "≥ ", max: "≤ ", ">=": "≥ ", "<=": "≤ " };
  return [
    element("h3", {}, `指标（${rows.length}） `, element("span", { class: "en" }, "indicators")),
    longList(rows, (row) => {
      const value = row.value === null ? "" : (bound[row.bound] ?? "") + figure(row.value, row.unit ?? "");
      const growth = row.growth === null ? "" : `${row.growth < 0 ? "下降" : "增长"} ${rounded(Math.abs(row.growth))}%`;
      const basis = view.bases[row.basis];
      return [
        element("div", { class: "head" }, element("span", { class: "soft" }, row.year ? `${row.year} 年` : ""), element("span", {}, plain(row.indicator)),
          element("span", { class: "figure" }, [value, growth].filter(Boolean).join("，")),
          basis && element("span", { class: `badge ${row.basis === "target" ? "plan" : "fact"}` }, basis.zh)),
        quotations(row.sentences, [node, { label: row.indicator, aliases: [] }], false),
      ];
    }, 6),
  ];
}

const closeButton = () => element("button", { type: "button", class: "plain close", onclick: () => focusOn(null) }, "关闭");

function nodePanel(id) {
  const node = view.nodes[id];
  const names = node.aliases.length ? [element("dt", {}, "别名"), element("dd", {}, element("bdi", {}, node.aliases.map(plain).join("、")))] : [];
  const scope = node.scope ? [element("dt", {}, "所在"), element("dd", {}, element("bdi", {}, plain(node.scope)))] : [];
  const sources = node.documents.map((number) => view.documents[number]).filter(Boolean);
  const documents = sources.length
    ? [element("dt", {}, "文件"), element("dd", {}, ...sources.map((each) => element("div", {}, `《${plain(each.title)}》${each.year ?? ""}`)))] : [];
  return [
    element("div", { class: "top" }, ...badges(node), closeButton()),
    element("h2", {}, element("bdi", {}, plain(node.label))),
    element("dl", { class: "figures" }, ...names, ...scope, ...documents),
    ...attributes(node),
    ...observations(node),
    ...factGroups(id),
  ];
}

function edgePanel(id) {
  const edge = view.edges[id];
  const relation = view.relations[edge.relation] ?? { zh: edge.relation, en: "" };
  const end = (node) => element("div", { class: "head" }, sign(view.nodes[node].type), nameButton(node));
  return [
    element("div", { class: "top" }, element("span", { class: "badge" }, "关系", element("span", { class: "en" }, "fact")), implied(edge), closeButton()),
    element("h2", {}, end(edge.from), element("span", {}, `↓ ${relation.zh} `, element("span", { class: "en" }, relation.en)), end(edge.to)),
    element("h3", {}, `出处（${edge.sentences.length}）`),
    ...(edge.sentences.length ? edge.sentences.map((number) => quotation(number, [view.nodes[edge.from], view.nodes[edge.to]])) : [quotations([], [], true)]),
    element("p", { class: "soft" }, edge.rule ? `规则 ${plain(edge.rule)}` : ""),
  ];
}

function overview() {
  const perDocument = view.documents.map((_, number) => view.nodes.filter((node) => node.documents.includes(number)).length);
  return [
    element("h2", {}, "概览"),
    element("p", { class: "soft" }, "点选图中的节点或连线，看它的事实与原句；按 / 搜索，按 Esc 返回。"),
    element("h3", {}, `文件（${view.documents.length}）`),
    longList(view.documents.map((each, number) => [each, number]), ([each, number]) => [
      element("div", {}, element("bdi", {}, plain(each.title))),
      element("div", { class: "soft" }, [each.subject, each.year, `${perDocument[number]} 个实体`].filter(Boolean).map(plain).join(" · ")),
    ]),
    element("h3", {}, "最重要的实体"),
    longList(view.nodes.slice(0, 15).map((_, id) => id), (id) => [
      element("div", { class: "head" }, sign(view.nodes[id].type), nameButton(id), element("span", { class: "soft" }, `${touching[id].length} 条事实`)),
    ]),
  ];
}

function drawPanel() {
  const { focus } = state;
  const content = !focus ? (state.light ? lightPanel() : overview()) : focus.node !== undefined ? nodePanel(focus.node) : edgePanel(focus.edge);
  $("panel").replaceChildren(...content);
  $("panel").scrollTop = 0;
  showMarks($("panel"));
}
