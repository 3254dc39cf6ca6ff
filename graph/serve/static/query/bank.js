// The question bank in; its list with a form for each question out. A form fills the editor, or has the question answered.

const CLASSES_OF = /^(Region|Park|Company|Organization|Cluster|Industry|Project|Facility|Strategy|Positioning|Entity|Document|Indicator)/;
const BASES = [["actual", "实际", "actual"], ["target", "目标", "target"]];
let bank = [];
let chosen = null;
const typed = new Map();

async function openBank() {
  try {
    bank = await gotJson("/api/questions");
    drawBank();
  } catch (error) {
    $("bank").replaceChildren(element("p", { class: "soft" }, t("问题库读不到：{}", error.message)));
  }
}

const plainText = (text) => text.toLowerCase().replace(/\s+/g, "");
function found() {
  const words = $("bank-find").value.toLowerCase().split(/\s+/).filter(Boolean);
  return bank.filter((one) => {
    const text = plainText([one.id, one.zh, one.en, one.group.zh, one.group.en].join(" "));
    return words.every((word) => text.includes(word));
  });
}

function drawBank() {
  const shown = found();
  const asking = $("bank-find").value.trim() !== "";
  $("bank-count").textContent = asking ? t("{} / {} 个", shown.length, bank.length) : t("{} 个问题", bank.length);
  const groups = new Map();
  for (const one of shown) groups.set(one.group.sign, [...(groups.get(one.group.sign) ?? []), one]);
  $("bank").replaceChildren(...(shown.length ? [...groups.values()].map((ones) => drawGroup(ones, asking)) : [element("p", { class: "soft" }, t("没有这样的问题"))]));
}

function drawGroup(ones, asking) {
  const { zh, en, sign } = ones[0].group;
  const open = asking || ones.some((one) => one.id === chosen) || (!chosen && sign === "1");
  const name = english() ? en[0].toUpperCase() + en.slice(1) : zh;
  return element("details", { class: "group", open },
    element("summary", {}, name, " ", element("span", { class: "soft" }, ones.length)),
    element("ul", {}, ...ones.map(drawQuestion)));
}

function drawQuestion(one) {
  const open = one.id === chosen;
  return element("li", { class: open ? "open" : null },
    element("button", { type: "button", class: "question", "aria-expanded": String(open), id: `q-${one.id}`, onclick: () => choose(open ? null : one.id) }, said(one)),
    open ? drawForm(one) : null);
}

function choose(id) {
  const last = chosen;
  chosen = id;
  drawBank();
  $(`q-${id ?? last}`)?.focus();
}

function drawForm(one) {
  const given = typed.get(one.id) ?? {};
  typed.set(one.id, given);
  const form = element("form", { class: "asking", onsubmit: (event) => { event.preventDefault(); fill(one, true); } },
    ...one.parameters.map((each) => drawField(one, each, given)));
  if (one.examples.some((example) => Object.keys(example).length))
    form.append(element("p", { class: "examples" }, t("例："), ...one.examples.map((example) =>
      element("button", { type: "button", class: "example", onclick: () => { typed.set(one.id, { ...example }); drawBank(); fill(byId(one.id), true); } }, Object.values(example).join(" · ")))));
  for (const note of one.notes) form.append(element("p", { class: "soft" }, english() ? note.split(" / ").at(-1) : note.split(" / ")[0]));
  if (one.computed) form.append(element("p", { class: "soft" }, t("这个问题的路径由服务器计算，放进编辑器的只是其中的边。")));
  form.append(element("div", { class: "buttons" },
    element("button", { class: "strong", type: "submit" }, t("放进编辑器并运行")),
    element("button", { class: "plain", type: "button", onclick: () => answerQuestion(one) }, t("回答并附原句"))));
  return form;
}
const byId = (id) => bank.find((one) => one.id === id);

function drawField(one, each, given) {
  const id = `f-${one.id}-${each.name}`;
  const listed = `l-${id}`;
  const example = one.examples.find((one_) => one_[each.name])?.[each.name] ?? "";
  const list = element("datalist", { id: listed });
  const numeric = ["Year", "Number", "Count"].includes(each.kind);
  const field = element("input", {
    id, list: listed, autocomplete: "off", inputmode: numeric ? "decimal" : null, placeholder: each.default ?? example, value: given[each.name] ?? "",
    oninput: (event) => { given[each.name] = event.target.value; offer(each, event.target.value, list); },
    onfocus: (event) => offer(each, event.target.value, list),
  });
  const optional = !each.required;
  return element("div", { class: "field" },
    element("label", { for: id }, said(each), optional ? element("span", { class: "soft" }, ` ${t("可不填")}`) : null), field, list);
}

// What a field can hold: terms of the ontology at once, names of the graph as they are typed.
async function offer(each, value, list) {
  const options = (pairs) => list.replaceChildren(...pairs.map(([name, label]) => element("option", { value: name }, label === name ? "" : label)));
  const terms = (kind) => vocabulary.terms.filter((one) => one.kind === kind && (kind !== "class" || one.name.startsWith("rg:"))).map((one) => [one.zh, one.en]);
  const kinds = { Status: "value", Class: "class", Relation: "property", Concept: "concept" };
  if (each.kind === "Basis") return options(BASES.map(([name, zh, en]) => [name, english() ? en : zh]));
  if (kinds[each.kind]) return options(terms(kinds[each.kind]));
  if (!searching || value.length < 1 || !CLASSES_OF.test(each.kind)) return undefined;
  const types = each.kind.split("|");
  const type = types.length === 1 && types[0] !== "Entity" ? `&type=${types[0]}` : "";
  try {
    const hits = hitsOf(await gotJson(`/api/search?q=${encodeURIComponent(value)}&limit=12${type}`));
    return options(hits.map((hit) => [hit.shown, hit.shown]));
  } catch (error) {
    searching = error.status !== 404;
    return undefined;
  }
}

const queryString = (given) => new URLSearchParams(Object.entries(given).filter(([, value]) => value)).toString();

// The fields that must be filled; the first of them takes the cursor.
function missing(one) {
  const given = typed.get(one.id) ?? {};
  const lacking = one.parameters.find((each) => each.required && !(given[each.name] ?? "").trim());
  if (!lacking) return false;
  tell("failed", t("请填 {}", said(lacking)));
  $(`f-${one.id}-${lacking.name}`)?.focus();
  return true;
}

async function fill(one, run) {
  if (missing(one)) return;
  try {
    const { sparql, remarks } = await gotJson(`/api/questions/${one.id}?${queryString(typed.get(one.id) ?? {})}`);
    editor.setValue(`# ${said(one)}\n${sparql}`);
    tell("", remarks.length ? t("名称的解读：{}", remarks.join("; ")) : "");
    if (narrow()) $("bank-box").open = false;
    view = "table";
    if (run) await runQuery();
  } catch (error) {
    fail(error);
  }
}
const narrow = () => innerWidth <= 860;
