// The panel: what is known of the entity or the fact in focus, with the sentences behind it.

const MORE_AFTER = 20;
const OPEN_UP_TO = 4;

const fold = (text) =>
  Array.from(text, (character) => {
    const folded = character.normalize("NFKC").toLowerCase();
    return folded.length === character.length ? folded : character;
  }).join("").replace(/[“”„‟″]/g, '"').replace(/[‘’]/g, "'");

// Lines are wrapped inside sentences: white space is only kept where it parts two Latin words.
const compact = (text) => plain(String(text).replace(/\s+/g, " ")).replace(/ ?([^\x20-\x7e]) ?/g, "$1").trim();

// A name that shares its head with others ("石化、电子产业集群") is not there in one piece: its beginning is marked.
function stretches(quote, names) {
  const text = fold(quote);
  const found = [];
  for (const name of names.map((each) => fold(compact(each)))) {
    for (let length = name.length; length >= Math.min(2, name.length) && length > 0; length -= 1) {
      const part = name.slice(0, length);
      let at = text.indexOf(part);
      if (at < 0) continue;
      for (; at >= 0; at = text.indexOf(part, at + length)) found.push([at, at + length]);
      break;
    }
  }
  return found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
}

function spoken(node) {
  const text = (quote) => fold(compact(quote));
  return (quote) => {
    const names = [node.label, ...node.aliases].sort((a, b) => b.length - a.length);
    const whole = names.filter((name) => text(quote).includes(fold(compact(name))));
    return whole.length ? whole : [node.label];
  };
}

function marked(quote, nodes) {
  const shown = compact(quote);
  const made = element("blockquote");
  let last = 0;
  for (const [start, end] of stretches(shown, nodes.flatMap((node) => spoken(node)(shown)))) {
    if (start < last) continue;
    made.append(shown.slice(last, start), element("mark", {}, shown.slice(start, end)));
    last = end;
  }
  made.append(shown.slice(last));
  return made;
}

function quotation(number, nodes) {
  const sentence = view.sentences[number];
  const document = view.documents[sentence.document] ?? {};
  const source = [document.title && `《${document.title}》`, document.year, sentence.section].filter(Boolean).map(plain).join(" · ");
  return element("div", { class: "quote" }, marked(sentence.quote, nodes), element("cite", {}, source));
}

function quotations(numbers, nodes, open) {
  if (!numbers.length) return element("p", { class: "soft" }, nodes.length === 2 && nodes.every((node) => node.type === "Region") ? "行政区划，无需出处" : "无出处句");
  const made = element("div");
  const rest = open ? numbers.slice(1) : numbers;
  if (open) made.append(quotation(numbers[0], nodes));
  if (rest.length) {
    const box = element("details", { class: "evidence" }, element("summary", {}, open ? `另有 ${rest.length} 句` : `出处 ${rest.length} 句`));
    box.addEventListener("toggle", () => {
      if (box.childElementCount === 1) box.append(...rest.map((number) => quotation(number, nodes)));
      showMarks(box);
    });
    made.append(box);
  }
  return made;
}

// A long sentence opens at its first mark.
function showMarks(box) {
  for (const quote of box.querySelectorAll("blockquote")) {
    const first = quote.querySelector("mark");
    if (first && quote.scrollHeight > quote.clientHeight) quote.scrollTop = first.offsetTop - quote.offsetTop - 20;
  }
}

function nameButton(id) {
  return element("button", { type: "button", class: "name", onclick: () => focusOn({ node: id }, { move: true }) }, plain(view.nodes[id].label));
}

function badges(node) {
  const made = [element("span", { class: "badge" }, sign(node.type), kind(node.type).zh, element("span", { class: "en" }, kind(node.type).en))];
  const status = view.statuses[node.status];
  if (status) made.push(element("span", { class: `badge ${status.stage}` }, `${view.stages[status.stage].zh} · ${status.zh}`));
  return made;
}

const implied = (edge) => (edge.explicit ? null : element("span", { class: "badge implied", title: "由文件所述地区推断，原句未明说" }, "推断"));

function longList(items, make, step = MORE_AFTER) {
  const list = element("ul", { class: "facts" });
  const grow = (from) => {
    list.append(...items.slice(from, from + step).map((each) => element("li", {}, ...make(each))));
    const left = items.length - from - step;
    if (left > 0) {
      const more = element("li", {}, element("button", { type: "button", class: "more", onclick: () => { more.remove(); grow(from + step); } }, `再看 ${left} 条`));
      list.append(more);
    }
  };
  grow(0);
  return list;
}

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
  const content = !focus ? overview() : focus.node !== undefined ? nodePanel(focus.node) : edgePanel(focus.edge);
  $("panel").replaceChildren(...content);
  $("panel").scrollTop = 0;
  showMarks($("panel"));
}
