// Saving: the picture as PNG or SVG with a legend and its sources, the rows that are shown as CSV, the page on paper.

const BESIDE = 12; // pixels between the parts of the caption
const LINE = 22;
const BOM = "\ufeff"; // without it spreadsheets take UTF-8 for something else

// The map draws itself into any context: a larger canvas for PNG, a pen that writes SVG.
function drawInto(ctx, ratio) {
  const { canvas } = map;
  const before = canvas.pixelRatio;
  canvas.getContext = () => ctx;
  canvas.pixelRatio = ratio;
  try {
    map.renderer._redraw(false);
  } finally {
    delete canvas.getContext;
    canvas.pixelRatio = before;
    map.redraw();
  }
}

// The caption: title, the signs that are on the map, then what is shown and where it comes from.
function captionRows(ctx, width) {
  ctx.font = `400 13px ${FONT}`;
  const used = [...new Set(shownInView().map((id) => view.nodes[id].type))];
  const types = Object.keys(view.types).filter((type) => used.includes(type));
  const rows = [[]];
  let x = BESIDE;
  for (const type of types) {
    const text = said(kind(type));
    const needs = 22 + ctx.measureText(text).width + BESIDE;
    if (x + needs > width && rows.at(-1).length) [rows[rows.length], x] = [[], BESIDE];
    rows.at(-1).push({ type, text, x });
    x += needs;
  }
  const sources = view.documents.map((each) => `《${plain(each.title)}》`).join("");
  return { rows, lines: wrapped(ctx, `${$("state").textContent} · ${t("来源")} ${sources || "—"}`, width - 2 * BESIDE, 3) };
}

function wrapped(ctx, text, width, most) {
  const lines = [""];
  for (const character of text) {
    if (ctx.measureText(lines.at(-1) + character).width <= width) lines[lines.length - 1] += character;
    else if (lines.length === most) return [...lines.slice(0, -1), lines.at(-1).slice(0, -1) + "…"];
    else lines.push(character);
  }
  return lines;
}

function shownInView() {
  const now = frame();
  const ids = state.focus || state.light ? neighbourhood().nodes : shownNodes();
  return ids.filter((id) => {
    const { x, y } = now.at(id);
    return x > 0 && y > 0 && x < now.width && y < now.height;
  });
}

function drawCaption(ctx, width, top, { rows, lines }) {
  ctx.fillStyle = paint.paper;
  ctx.fillRect(0, top, width, LINE * (rows.length + lines.length + 1) + 16);
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  let y = top + LINE / 2 + 6;
  ctx.fillStyle = paint.ink;
  ctx.font = `600 15px ${FONT}`;
  ctx.fillText(cut(document.title, Math.floor(width / 16)), BESIDE, y);
  ctx.font = `400 13px ${FONT}`;
  for (const row of rows) {
    y += LINE;
    for (const { type, text, x } of row) {
      drawShape(ctx, type, x + 7, y, 6);
      ctx.fillStyle = paint.ink;
      ctx.fillText(text, x + 19, y);
    }
  }
  ctx.fillStyle = paint.soft;
  for (const line of lines) ctx.fillText(line, BESIDE, (y += LINE));
}

function picture(make) {
  const { width, height } = frame();
  const caption = captionRows(document.createElement("canvas").getContext("2d"), width);
  const whole = height + LINE * (caption.rows.length + caption.lines.length + 1) + 16;
  return make(width, whole, (ctx, ratio) => {
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.fillStyle = paint.paper;
    ctx.fillRect(0, 0, width, height);
    ctx.beginPath();
    drawInto(ctx, ratio);
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawCaption(ctx, width, height, caption);
  });
}

function pixels(ratio) {
  return picture((width, height, draw) => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width * ratio, height * ratio];
    const ctx = canvas.getContext("2d");
    // Clearing the map would clear the ground beneath it.
    ctx.clearRect = () => {};
    draw(ctx, ratio);
    return ctx;
  });
}

const savePng = () => pixels(Math.max(2, devicePixelRatio || 1)).canvas.toBlob((blob) => hand(blob, "png"), "image/png");

function saveSvg() {
  picture((width, height, draw) => {
    const pen = new Pen(width, height);
    draw(pen, 1);
    hand(new Blob([pen.text(document.title)], { type: "image/svg+xml" }), "svg");
  });
}

function hand(blob, ending) {
  const link = element("a", { download: `${plain(document.title).replace(/[\\/:*?"<>|\s]+/g, "-").slice(0, 60) || "network"}.${ending}` });
  link.href = URL.createObjectURL(blob);
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

// A cell that begins like a formula would be run by a spreadsheet.
const csvCell = (value) => {
  const text = plain(String(value ?? "").replace(/\s+/g, " "));
  const safe = typeof value === "string" && /^[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
};
const csv = (rows) => BOM + rows.map((row) => row.map(csvCell).join(",") + "\r\n").join("");
const titleOf = (number) => view.documents[number]?.title ?? "";

function nodeRows() {
  const ids = state.focus || state.light ? neighbourhood().nodes : shownNodes();
  return [["id", "type", "类型", "name", "aliases", "in", "status", "facts", "documents"],
    ...ids.map((id) => view.nodes[id]).map((node) => [entityIri(node), node.type, kind(node.type).zh, node.label, node.aliases.join("、"), node.scope, node.status,
      touching[numbers.get(node.id)].length, node.documents.map(titleOf).join("；")])];
}

function factRows() {
  const ids = state.focus || state.light ? neighbourhood().edges : view.edges.map((_, id) => id).filter(seen.edge);
  return [["from", "relation", "关系", "to", "from id", "to id", "explicit", "rule", "sentence", "document", "year", "section"],
    ...ids.flatMap((id) => {
      const edge = view.edges[id];
      const [from, to] = [view.nodes[edge.from], view.nodes[edge.to]];
      const fact = [from.label, edge.relation, view.relations[edge.relation]?.zh ?? "", to.label, entityIri(from), entityIri(to), String(edge.explicit), edge.rule];
      if (!edge.sentences.length) return [[...fact, "", "", "", ""]];
      return edge.sentences.map((number) => {
        const { quote, document, section } = view.sentences[number];
        return [...fact, compact(quote), titleOf(document), view.documents[document]?.year ?? "", section];
      });
    })];
}

function listenToSave() {
  const acts = {
    "copy-link": async () => {
      remember();
      await null;
      $("kept-word").textContent = (await copy(location.href)) ? t("已复制链接") : t("请手动复制");
    },
    "save-png": savePng,
    "save-svg": saveSvg,
    "save-nodes": () => hand(new Blob([csv(nodeRows())], { type: "text/csv;charset=utf-8" }), "nodes.csv"),
    "save-facts": () => hand(new Blob([csv(factRows())], { type: "text/csv;charset=utf-8" }), "facts.csv"),
    "print": () => print(),
  };
  for (const [id, act] of Object.entries(acts)) $(id).addEventListener("click", act);
  addEventListener("beforeprint", drawPaper);
}

// Paper is white and has a size of its own: the picture that PNG would hold, in its light colours, stands in for the map.
function drawPaper() {
  applySettings("light");
  readPaint();
  const { canvas } = pixels(2);
  canvas.id = "paper";
  canvas.setAttribute("aria-hidden", "true");
  $("paper")?.remove();
  $("canvas").after(canvas);
  applySettings();
  repaint();
}
