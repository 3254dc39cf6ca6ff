// The panel: what is known of the entity or the fact in focus, with the sentences behind it.

const OPEN_UP_TO = 4;

function nameButton(id) {
  return element("button", { type: "button", class: "name", onclick: () => focusOn({ node: id }, { move: true }) }, plain(view.nodes[id].label));
}

// Where something lies, unless that is what the panel is about.
function placeOf(id, here) {
  const { home, scope } = view.nodes[id];
  return scope && home !== here && home !== view.nodes[here].home ? element("span", { class: "soft" }, plain(scope)) : null;
}

// A region with the regions that it is part of, each of which can be clicked.
function chain(id) {
  const made = [];
  for (let at = id; at !== null && made.length < 9; at = view.nodes[at].home) made.push(...(made.length ? [element("span", { class: "soft" }, "‹")] : []), nameButton(at));
  return element("span", { class: "chain" }, ...made);
}

const implied = (edge) => (edge.explicit ? null : element("span", { class: "badge implied", title: t("由文件所述地区推断，原句未明说") }, t("推断")));

function factGroups(id) {
  const made = [];
  for (const [relation, names] of Object.entries(view.relations)) {
    for (const [here, there, word] of [["from", "to", said(names)], ["to", "from", saidBack(names)]]) {
      const edges = touching[id].map((number) => view.edges[number]).filter((edge) => edge.relation === relation && edge[here] === id);
      if (!edges.length) continue;
      edges.sort((a, b) => aimedAt(a) - aimedAt(b) || sooner(a[there], b[there]));
      const plans = edges.filter(aimedAt).length;
      made.push(element("h3", {}, t("{}（{}） ", word, edges.length), element("span", { class: "en" }, here === "from" ? names.en : names.back_en),
        plans && edges.length > OPEN_UP_TO ? element("span", { class: "plans" }, t("其中目标 {}", plans)) : null));
      made.push(longList(edges, (edge) => [
        element("div", { class: "head" }, sign(view.nodes[edge[there]].type), nameButton(edge[there]), placeOf(edge[there], id), planBadge(aimedAt(edge) ? edge.sentences : []), implied(edge)),
        quotations(edge.sentences, [view.nodes[edge.from], view.nodes[edge.to]], edges.length <= OPEN_UP_TO),
      ]));
    }
  }
  return made;
}

function attributes(node) {
  const known = node.attributes.filter((entry) => view.attributes[entry.name] || entry.name === "status");
  if (!known.length) return [];
  // Of what rests on the same sentences, the first shows them.
  const told = new Set();
  const fresh = (sentences) => known.length <= OPEN_UP_TO && !told.has(String(sentences)) && told.add(String(sentences));
  return [
    element("h3", {}, t("属性 "), element("span", { class: "en" }, "attributes")),
    longList(known, (entry) => {
      const value = entry.name === "status" ? said(view.statuses[entry.value] ?? { zh: plain(entry.value) }) : figure(entry.value, entry.unit);
      const name = entry.name === "status" ? t("状态") : said(view.attributes[entry.name]);
      const stage = entry.name === "status" ? view.statuses[entry.value]?.stage : null;
      const badge = planBadge(stage === "plan" ? [] : entry.sentences) ?? (entry.sentences.length && stage !== "plan" ? element("span", { class: "badge fact" }, t("实绩")) : null);
      return [element("div", { class: "head" }, element("span", { class: "soft" }, name), element("span", { class: "figure" }, value), badge), quotations(entry.sentences, [node, valueWords(entry)], Boolean(fresh(entry.sentences)))];
    }),
  ];
}

function observations(node) {
  if (!node.observations.length) return [];
  const rows = [...node.observations].sort((a, b) => (b.year ?? 0) - (a.year ?? 0) || (a.indicator < b.indicator ? -1 : 1));
  const bound = { min: "≥ ", max: "≤ ", ">=": "≥ ", "<=": "≤ " };
  return [
    element("h3", {}, t("指标（{}） ", rows.length), element("span", { class: "en" }, "indicators")),
    longList(rows, (row) => {
      const value = row.value === null ? "" : (bound[row.bound] ?? "") + figure(row.value, row.unit ?? "");
      const growth = row.growth === null ? "" : `${row.growth < 0 ? t("下降") : t("增长")} ${rounded(Math.abs(row.growth))}%`;
      const basis = view.bases[row.basis];
      return [
        element("div", { class: "head" }, element("span", { class: "soft" }, row.year ? t("{} 年", row.year) : ""), element("span", {}, plain(row.indicator)),
          element("span", { class: "figure" }, [value, growth].filter(Boolean).join("，")),
          basis && element("span", { class: `badge ${row.basis === "target" ? "plan" : "fact"}` }, said(basis))),
        quotations(row.sentences, [node, { label: row.indicator, aliases: [] }], false),
      ];
    }, 6),
  ];
}

function overruled(id) {
  const rows = view.superseded.filter((each) => each.node === id || each.other === id);
  if (!rows.length) return [];
  const names = { status: { zh: "状态", en: "status" }, ...view.attributes, ...view.relations };
  return [
    element("h3", {}, t("已被取代（{}） ", rows.length), element("span", { class: "en" }, "superseded")),
    element("p", { class: "soft" }, t("后来的文件或更可靠的写法另有说法，不再算作事实。")),
    longList(rows, (row) => {
      const [there, back] = [row.node === id ? row.other : row.node, row.node !== id];
      const value = there !== null ? nameButton(there) : element("span", { class: "figure" }, row.name === "status" ? said(view.statuses[row.value] ?? { zh: plain(row.value) }) : figure(row.value, row.unit));
      const known = names[row.name] ?? { zh: row.name };
      return [
        element("div", { class: "head gone" }, element("span", { class: "soft" }, back && known.back ? saidBack(known) : said(known)), value),
        quotations(row.sentences, [view.nodes[row.node], ...(row.other === null ? [valueWords(row)] : [view.nodes[row.other]])], false),
      ];
    }),
  ];
}

const closeButton = () => element("button", { type: "button", class: "plain close", onclick: () => focusOn(null) }, t("关闭"));

function nodePanel(id) {
  const node = view.nodes[id];
  const names = node.aliases.length ? [element("dt", {}, t("别名")), element("dd", {}, element("bdi", {}, node.aliases.map(plain).join("、")))] : [];
  const scope = node.home !== null ? [element("dt", {}, t("所在")), element("dd", {}, chain(node.home))] : node.scope ? [element("dt", {}, t("所在")), element("dd", {}, element("bdi", {}, plain(node.scope)))] : [];
  const sources = node.documents.map((number) => view.documents[number]).filter(Boolean);
  const documents = sources.length
    ? [element("dt", {}, t("文件")), element("dd", {}, ...sources.map((each) => element("div", {}, t("《{}》{}", plain(each.title), each.year ?? ""))))] : [];
  return [
    element("div", { class: "top" }, ...badges(node), copyButton(plain(node.label), t("复制名称")), source.link(id), closeButton()),
    element("h2", {}, element("bdi", {}, plain(node.label))),
    followRow(id),
    ...source.quoted(id),
    element("dl", { class: "figures" }, ...names, ...scope, ...documents),
    ...attributes(node),
    ...observations(node),
    ...factGroups(id),
    ...overruled(id),
  ];
}

function edgePanel(id) {
  const edge = view.edges[id];
  const relation = view.relations[edge.relation] ?? { zh: edge.relation, en: "" };
  const end = (node) => element("div", { class: "head" }, sign(view.nodes[node].type), nameButton(node));
  return [
    element("div", { class: "top" }, element("span", { class: "badge" }, t("关系"), element("span", { class: "en" }, "fact")), planBadge(aimedAt(edge) ? edge.sentences : []), implied(edge), closeButton()),
    element("h2", {}, end(edge.from), element("span", {}, `↓ ${said(relation)} `, element("span", { class: "en" }, relation.en)), end(edge.to)),
    element("h3", {}, t("出处（{}）", edge.sentences.length)),
    ...(edge.sentences.length ? edge.sentences.map((number) => quotation(number, [view.nodes[edge.from], view.nodes[edge.to]])) : [quotations([], [], true)]),
    element("p", { class: "soft" }, edge.rule ? t("规则 {}", plain(edge.rule)) : ""),
  ];
}

const perDocument = grown(view.documents, () => 0);
grown(view.nodes, (node) => node.documents.forEach((number) => { perDocument[number] += 1; }));

function overview() {
  return [
    element("h2", {}, t("概览")),
    element("p", { class: "soft" }, t("点选图中的节点或连线，看它的事实与原句；按 / 搜索，按 Esc 返回。")),
    element("h3", {}, t("文件（{}）", source.whole?.documents ?? view.documents.length)),
    longList(view.documents.map((each, number) => [each, number]), ([each, number]) => [
      element("div", {}, element("bdi", {}, plain(each.title))),
      element("div", { class: "soft" }, [each.subject, each.year, t("{} 个实体", (each.entities ?? perDocument[number]).toLocaleString("en-US"))].filter(Boolean).map(plain).join(" · ")),
    ]),
    element("h3", {}, activeFilters().length ? t("筛选出的实体，最重要的在前") : t("最重要的实体")),
    longList(shownNodes().slice(0, 200), (id) => [
      element("div", { class: "head" }, sign(view.nodes[id].type), nameButton(id), ...badges(view.nodes[id]).slice(1), element("span", { class: "soft" }, t("{} 条事实", view.nodes[id].facts ?? touching[id].length))),
    ], 15),
  ];
}

function drawPanel() {
  const { focus } = state;
  const content = focus?.path ? wayPanel(focus.path) : !focus ? (state.light ? lightPanel() : overview()) : focus.node !== undefined ? nodePanel(focus.node) : edgePanel(focus.edge);
  $("panel").replaceChildren(...content);
  $("panel").scrollTop = 0;
  showMarks($("panel"));
}
