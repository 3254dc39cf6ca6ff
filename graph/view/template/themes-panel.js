// The panel: what stands behind a theme, a region, or the place where they meet.

const STAGES = [["planned", "plan", "计划"], ["works", "works", "建设中"], ["running", "fact", "事实"], ["unstated", "unstated", "未说明"]];

const heading = (text, en) => element("h3", {}, `${text} `, en ? element("span", { class: "en" }, en) : null);
const top = (word, en, ...more) => element("div", { class: "top" }, element("span", { class: "badge" }, word, element("span", { class: "en" }, en)), ...more,
  element("button", { type: "button", class: "plain close", onclick: close }, "关闭"));
const title = (...parts) => element("h2", {}, element("bdi", {}, ...parts));
const pressed = (text, act, look = "name") => element("button", { type: "button", class: look, onclick: act }, element("bdi", {}, text));
const themeButton = (theme) => pressed(themeName(theme), () => go(choosing({ theme })));
const regionButton = (region) => pressed(regionName(region), () => go(choosing({ view: state.view, region })));
const networkLink = (href) => element("a", { class: "action", href }, "在网络图中看 ", element("span", { class: "en" }, "in the network"));

function pairsOf(rows) {
  return element("dl", { class: "figures" }, ...rows.filter(Boolean).flatMap(([name, ...value]) => [element("dt", {}, name), element("dd", {}, ...value)]));
}

function meter(value, whole, look) {
  const fill = element("span", { class: `meter-fill ${look ?? ""}` });
  fill.style.width = `${Math.max(2, (100 * value) / whole).toFixed(1)}%`;
  return element("span", { class: "meter", "aria-hidden": "true" }, fill);
}

function stageBadge(entity) {
  const stage = view.stages[entity.stage];
  const status = view.statuses[entity.status];
  if (!stage && !status) return null;
  const words = [stage?.zh ?? view.stages[status.stage]?.zh, status?.zh].filter(Boolean);
  return element("span", { class: `badge ${stage ? entity.stage : status.stage}` }, words.join(" · "));
}

// Where an entity lies, or else the region that it belongs to: clusters of two cities may share a name.
const placeOf = (entity) => plain(entity.place || (view.regions[entity.region]?.label ?? ""));

// An entity leads to its node in the network page; where it lies is said unless the panel already says so.
function entityHead(place, home = null) {
  const entity = view.entities[place];
  const where = placeOf(entity) && placeOf(entity) !== home ? element("span", { class: "soft" }, placeOf(entity)) : null;
  return element("div", { class: "head" }, sign(entity.type), element("a", { class: "name", href: toNetwork("node", entity.id) }, element("bdi", {}, plain(entity.label))), stageBadge(entity), where);
}

// What several regions have, an industry most often, is told in a region by that region's own documents.
function sentencesIn(region, place, numbers) {
  const found = sentencesOf(place, numbers);
  if (view.entities[place].region !== null) return found;
  const own = found.filter((each) => view.regions[region].documents.includes(view.sentences[each].document));
  return own.length ? own : found;
}

// The sentences behind an entity: those that its facts rest on, and those of the cell that name it.
function sentencesOf(place, numbers) {
  const entity = view.entities[place];
  const [own, says] = [new Set(entity.sentences ?? []), saysName(entity)];
  const found = numbers.filter((each) => own.has(each) || says(each));
  return found.length ? found : [...own];
}

const folded = new Map();
function saysName(entity) {
  const names = [entity.label, ...entity.aliases].map((name) => fold(compact(name))).filter(Boolean);
  return (place) => {
    if (!folded.has(place)) folded.set(place, fold(compact(view.sentences[place].quote)));
    return names.some((name) => folded.get(place).includes(name));
  };
}

// The kinds in the order of the legend, those that it does not know last.
function byType(entities) {
  const groups = new Map([...Object.keys(view.types), ""].map((type) => [type, []]));
  for (const place of entities) groups.get(view.types[view.entities[place].type] ? view.entities[place].type : "").push(place);
  return [...groups].filter(([, group]) => group.length);
}

function stageBar(cell) {
  const parts = STAGES.filter(([key]) => cell[key]);
  if (!parts.length) return null;
  const bar = element("div", { class: "stages", "aria-hidden": "true" }, ...parts.map(([key, look]) => {
    const part = element("span", { class: `stage-part ${look}` });
    part.style.flexGrow = String(cell[key]);
    return part;
  }));
  const whole = parts.reduce((sum, [key]) => sum + cell[key], 0);
  const words = element("p", { class: "stage-words" }, element("span", { class: "soft" }, `${whole} 个项目和园区的进展 progress`), ...parts.map(([key, look, name]) => element("span", {}, element("span", { class: `dot ${look}` }), `${name} ${cell[key]}`)));
  return element("div", {}, bar, words);
}

function sumRow(name, en, value, count, ...more) {
  return element("div", { class: "money" },
    element("div", { class: "head" }, element("span", { class: "soft" }, name, " ", en), element("span", { class: "figure" }, figure(value, "元")), element("span", { class: "soft" }, count > 1 ? `${count} 个实体合计` : "1 个实体")),
    ...more);
}

function investmentRow({ value, entities, sentences }, home) {
  return sumRow("投资", "investment", value, entities.length, ...entities.slice(0, 6).map((place) => entityHead(place, home)),
    entities.length > 6 ? element("p", { class: "soft" }, `其余 ${entities.length - 6} 个`) : "", quotations(sentences, entities.map((place) => view.entities[place]), false));
}

// What is reached is not added to what is aimed at.
function scaleRows(scales, home) {
  const aimed = scales.filter((scale) => scale.basis === "target");
  const reached = scales.filter((scale) => scale.basis !== "target");
  return [reached.length ? scaleRow("规模", "stated scale", reached, home) : null, aimed.length ? scaleRow("目标规模", "scale aimed at", aimed, home) : null];
}

// A cluster that a wider one covers is told, and not counted again.
function scaleRow(name, en, scales, home) {
  const counted = scales.filter((scale) => scale.counted !== false);
  const rows = [...counted, ...scales.filter((scale) => scale.counted === false)];
  return sumRow(name, en, counted.reduce((sum, scale) => sum + scale.value, 0), counted.length, longList(rows, ({ value, entity, counted: within, sentences }) => {
    const head = entityHead(entity, home);
    head.append(element("span", { class: "figure" }, figure(value, "元")), ...(within === false ? [element("span", { class: "soft" }, "已在上面，不重复计")] : []));
    return [head, quotations(sentences, [view.entities[entity]], false)];
  }, 6));
}

function cellPanel(theme, region) {
  const cell = cells[theme].get(region);
  const head = [
    top("主题 × 地区", "theme × region"),
    title(themeName(theme), element("span", { class: "times" }, " · "), regionName(region)),
    element("p", { class: "en" }, plain(view.themes[theme].en)),
  ];
  if (!cell) return [...head, element("p", { class: "friendly" }, `文件没有讲到${regionName(region)}的${themeName(theme)}。`)];
  const shown = new Set(cell.aims.flatMap((aim) => aim.sentences));
  return [
    ...head,
    element("p", { class: "lead" }, element("span", { class: `tag ${standing(cell.quotient).class}` }, standing(cell.quotient).zh),
      ` 份量 ${number(cell.weight)}，${cell.entities.length} 个实体；占比是平均的 ${rounded(cell.quotient)} 倍（区位商）`),
    stageBar(cell),
    element("div", { class: "actions" }, networkLink(toNetwork("theme", view.themes[theme].zh)), pressed("看整个主题", () => go(choosing({ theme })), "action")),
    cell.investment && investmentRow(cell.investment, regionName(region)),
    ...scaleRows(cell.scales, regionName(region)),
    ...(cell.aims.length ? [heading(`目标（${cell.aims.length}）`, "aims"),
      longList(cell.aims, (aim) => [entityHead(aim.entity, regionName(region)), quotations(aim.sentences, [view.entities[aim.entity]], true)])] : []),
    ...byType(cell.entities).flatMap(([type, group]) => [
      heading(`${kind(type).zh}（${group.length}）`, kind(type).en),
      longList(group, (place) => {
        const own = sentencesIn(region, place, cell.sentences);
        own.forEach((each) => shown.add(each));
        return [entityHead(place, regionName(region)), own.length ? quotations(own, [view.entities[place]], group.length <= 3) : null].filter(Boolean);
      }, 12),
    ]),
    ...otherSentences(cell, shown),
  ].filter(Boolean);
}

function otherSentences(cell, shown) {
  for (const place of cell.entities) sentencesOf(place, cell.sentences).forEach((each) => shown.add(each));
  const rest = cell.sentences.filter((each) => !shown.has(each));
  return rest.length ? [heading(`其他原句（${rest.length}）`, "other sentences"), longList(rest, (each) => [quotation(each, [])], 6)] : [];
}

function cellRow(theme, region, first) {
  const cell = cells[theme].get(region);
  const { class: look, zh } = standing(cell.quotient);
  return element("button", { type: "button", class: "measure", onclick: () => go(choosing({ theme, region })) },
    element("span", { class: "measure-name" }, first), meter(cell.weight, most, look), element("span", { class: "soft" }, `${cell.entities.length} 个 · ${zh}`));
}

function themePanel(theme) {
  const { en, rank, score, particular, parent, concepts, links } = view.themes[theme];
  const regions = [...cells[theme].keys()].sort((a, b) => cells[theme].get(b).weight - cells[theme].get(a).weight || a - b);
  return [
    top("主题", "theme"),
    title(themeName(theme)),
    element("p", { class: "en" }, plain(en)),
    pairsOf([
      ["排名", `第 ${rank} 位，共 ${view.themes.length} 个`, element("span", { class: "soft" }, ` 得分 ${number(score)}`)],
      typeof particular === "number" && ["独特性", number(particular), element("span", { class: "soft" }, " 越高，越不是人人都有")],
      parent in view.themes && ["上级", themeButton(parent)],
    ]),
    element("div", { class: "actions" }, networkLink(toNetwork("theme", view.themes[theme].zh)),
      state.view === "matrix" ? pressed("看地区之间", () => go({ view: "regions" }), "action") : pressed("看矩阵", () => go({ view: "matrix" }), "action")),
    heading("各地区", "regions"),
    regions.length ? longList(regions, (region) => [cellRow(theme, region, regionName(region))], 12) : element("p", { class: "soft" }, "没有地区讲到"),
    ...(narrower[theme].length || concepts.length ? [heading("细分", "narrower")] : []),
    narrower[theme].length ? element("div", { class: "chips" }, ...narrower[theme].map((each) => pressed(themeName(each), () => go(choosing({ theme: each })), "chip"))) : null,
    concepts.length ? longList(concepts, (concept) => [conceptRow(concept, theme)], 10) : null,
    ...(links.length ? [heading(`地区之间（${links.length}）`, "between regions"), linkList(links.map((link) => ({ theme, link })))] : []),
  ].filter(Boolean);
}

// What belongs to the theme itself, to no narrower concept, says so.
function conceptRow({ zh, en, entities }, theme) {
  const [name, gloss] = zh === view.themes[theme].zh ? ["直接属于本主题", "the theme itself"] : [plain(zh), en === zh ? "" : plain(en)];
  const head = element("summary", {}, name, " ", element("span", { class: "en" }, gloss), ` ${entities.length}`);
  const box = element("details", { class: "concept" }, head);
  box.addEventListener("toggle", () => box.childElementCount === 1 && box.append(longList(entities, (place) => [entityHead(place)])));
  return box;
}

function regionPanel(region) {
  const known = roots.filter((theme) => cells[theme].has(region));
  known.sort((a, b) => standout(b, region) - standout(a, region) || a - b);
  const near = view.shares.filter(({ a, b }) => a === region || b === region).sort((one, other) => other.weight - one.weight);
  const sources = view.regions[region].documents.map((place) => view.documents[place]).filter(Boolean);
  return [
    top("地区", "region"),
    title(regionName(region)),
    sources.length ? pairsOf([["文件", ...sources.map((each) => element("div", {}, `《${plain(each.title)}》${each.year ?? ""}`))]]) : null,
    element("div", { class: "actions" }, networkLink(toNetwork("node", view.regions[region].id))),
    heading(`突出的主题（${known.length}）`, "themes, most particular first"),
    known.length ? longList(known, (theme) => [cellRow(theme, region, themeName(theme))], 14) : element("p", { class: "soft" }, "没有主题"),
    ...(near.length ? [heading("共同主题最多的地区", "shared themes"), longList(near, (share) => [shareRow(share, region)], 10)] : []),
  ].filter(Boolean);
}

const standout = (theme, region) => cells[theme].get(region).weight * cells[theme].get(region).quotient;

function shareRow(share, region) {
  const other = share.a === region ? share.b : share.a;
  const whole = Math.max(...view.shares.map((each) => each.weight));
  return element("button", { type: "button", class: "measure", onclick: () => go(choosing({ view: "regions", region, with: other })) },
    element("span", { class: "measure-name" }, regionName(other)), meter(share.weight, whole, "more"), element("span", { class: "soft" }, `${share.themes.length} 个主题`));
}

function entityPanel(place) {
  const entity = view.entities[place];
  const found = ranked.filter((theme) => view.themes[theme].cells.some((cell) => cell.entities.includes(place)));
  const told = found.flatMap((theme) => view.themes[theme].cells.filter((cell) => cell.entities.includes(place)).flatMap((cell) => cell.sentences));
  const own = sentencesOf(place, [...new Set(told)]);
  return [
    top(kind(entity.type).zh, kind(entity.type).en, stageBadge(entity)),
    title(plain(entity.label)),
    pairsOf([entity.aliases.length && ["别名", entity.aliases.map(plain).join("、")], placeOf(entity) && ["所在", placeOf(entity)]]),
    element("div", { class: "actions" }, networkLink(toNetwork("node", entity.id))),
    heading("主题", "themes"),
    longList(found.flatMap((theme) => view.themes[theme].cells.filter((cell) => cell.entities.includes(place)).map((cell) => [theme, cell.region])),
      ([theme, region]) => [pressed(`${themeName(theme)} · ${regionName(region)}`, () => go(choosing({ theme, region })))]),
    heading(`原句（${own.length}）`, "sentences"),
    own.length ? longList(own, (each) => [quotation(each, [entity])], 6) : element("p", { class: "soft" }, "无出处句"),
  ];
}

function overview() {
  const best = ranked.slice(0, 8);
  return [
    element("h2", {}, "概览"),
    best.length ? element("p", { class: "soft" }, "点选圆点、弧线或流带，看它背后的实体与原句；按 / 搜索，按 Esc 返回。") : element("p", { class: "friendly" }, "没有可以比较的主题。"),
    best.length ? heading("排在最前的主题", "first by rank") : "",
    best.length ? longList(best, (theme) => [element("div", { class: "head" }, themeButton(theme), element("span", { class: "soft" }, [...cells[theme].keys()].slice(0, 4).map(regionName).join("、")))]) : "",
    view.regions.length ? heading(`地区（${view.regions.length}）`, "regions") : "",
    view.regions.length ? longList(view.regions, ({ documents }, region) => [element("div", { class: "head" }, sign("Region"), regionButton(region), element("span", { class: "soft" }, `${roots.filter((theme) => cells[theme].has(region)).length} 个主题 · ${documents.length} 份文件`))], 12) : "",
    heading(`文件（${view.documents.length}）`, "documents"),
    longList(view.documents, (each) => [element("div", {}, element("bdi", {}, plain(each.title))), element("div", { class: "soft" }, [each.subject, each.year].filter(Boolean).map(plain).join(" · "))]),
  ];
}
