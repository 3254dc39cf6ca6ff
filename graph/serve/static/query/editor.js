// The place for the editor in; the editor, with its errors marked at their line and column, out.

const FIRST = `PREFIX rg: <https://w3id.org/regiongraph/ontology#>

SELECT ?project ?status ?place WHERE {
  ?project a rg:Project ;
           rg:status ?status ;
           rg:locatedIn ?place .
}
ORDER BY ?status ?project
LIMIT 200
`;
let editor;
let marks = [];

// The editor's own check writes its message as markup with a style in it, which the page's policy forbids.
Yasqe.prototype.checkSyntax = function () {
  this.clearGutter("gutterErrorBar");
  this.queryValid = true;
  for (let line = 0; line < this.lineCount(); line++) {
    const { state } = this.getTokenAt({ line, ch: this.getLine(line).length }, true);
    if (state.OK !== false) continue;
    // The server knows the usual prefixes without a declaration.
    const undeclared = /prefix '?"?(\w+)/i.exec(state.errorMsg ?? "")?.[1];
    if (undeclared in vocabulary.prefixes) return;
    this.queryValid = false;
    const possible = [...new Set(state.possibleCurrent ?? [])].slice(0, 12).join(", ");
    const told = t("第 {} 行有误", line + 1) + (possible ? ` ${t("此处可用：{}", possible)}` : "");
    this.setGutterMarker(line, "gutterErrorBar", element("span", { class: "wrong", title: told, role: "img", "aria-label": told }, "!"));
    return;
  }
};

// Its own completers ask services outside, and would come back from its defaults: ours are the only ones.
Yasqe.defaults.autocompleters = [];
Yasqe.Autocompleters = {};

function openEditor() {
  const run = () => runQuery();
  editor = new Yasqe($("editor"), {
    value: FIRST,
    persistenceId: null,
    consumeShareLink: null,
    createShareableLink: null,
    showQueryButton: false,
    resizeable: false,
    editorHeight: "100%",
    prefixCcApi: null,
    requestConfig: { endpoint: "/sparql" },
    viewportMargin: Infinity,
    extraKeys: {
      "Ctrl-Enter": run,
      "Cmd-Enter": run,
      "Ctrl-Space": complete,
      "Ctrl-S": () => {},
      // Tab leaves the editor: whoever has no mouse must get out of it.
      Tab: false,
      "Shift-Tab": false,
    },
  });
  editor.on("change", clearMarks);
  listenToTyping(editor);
  nameEditor();
  new ResizeObserver(() => editor.refresh()).observe($("editor"));
}
function nameEditor() {
  editor.getInputField().setAttribute("aria-label", t("SPARQL 编辑器"));
}

function clearMarks() {
  for (const mark of marks) mark.clear();
  marks = [];
}

// "query line 3, column 8: …": the line has a mark beside it, the words under it, and the place is underlined.
function placeOf(message) {
  const found = /line (\d+), column (\d+)/.exec(message);
  return found ? { line: Math.min(editor.lineCount(), +found[1]) - 1, ch: +found[2] - 1 } : null;
}
function markError(message) {
  clearMarks();
  editor.clearGutter("gutterErrorBar");
  const place = placeOf(message);
  if (!place) return null;
  const { line, ch } = place;
  const length = editor.getLine(line).length;
  const from = Math.max(0, Math.min(ch, length - 1));
  const word = editor.getLine(line).slice(from).match(/^[\p{L}\p{N}_:?$-]+/u)?.[0].length ?? 1;
  marks.push(editor.markText({ line, ch: from }, { line, ch: from + word }, { className: "wrong-here" }));
  marks.push(editor.addLineWidget(line, element("div", { class: "wrong-line" }, message), { coverGutter: false }));
  const gutter = editor.setGutterMarker(line, "gutterErrorBar", element("span", { class: "wrong", title: message, role: "img", "aria-label": message }, "!"));
  const lines = editor.addLineClass(line, "background", "wrong-ground");
  marks.push({ clear: () => editor.removeLineClass(lines, "background", "wrong-ground") }, { clear: () => editor.setGutterMarker(gutter, "gutterErrorBar", null) });
  editor.scrollIntoView({ line, ch: from }, 60);
  return { line, ch: from };
}
