// The address in; the page as it asks for out: a query, or a question of the bank with its parameters.

function addressed() {
  const given = Object.fromEntries(new URLSearchParams(location.search));
  return { ...given, ...Object.fromEntries(new URLSearchParams(location.hash.slice(1))) };
}

async function openAddress() {
  const { query, question, run, ...parameters } = addressed();
  if (query !== undefined) {
    if (query !== editor.getValue()) editor.setValue(query);
    if (run) await runQuery();
  } else if (question) {
    const one = byId(question);
    if (!one) return tell("failed", `${t("没有这样的问题")}: ${question}`);
    const names = new Set(one.parameters.map((each) => each.name));
    typed.set(question, Object.fromEntries(Object.entries(parameters).filter(([name]) => names.has(name))));
    chosen = question;
    drawBank();
    $(`q-${question}`)?.scrollIntoView({ block: "nearest" });
    await fill(one, Boolean(run));
  }
  return undefined;
}

function drawChoices() {
  $("choices").replaceChildren(choiceOf("language", "语言"), choiceOf("scheme", "外观"));
}
function translate() {
  const focused = document.activeElement?.id;
  translatePage();
  drawChoices();
  drawBank();
  nameEditor();
  drawResult();
  if (result && $("status").className === "done") tell("done", counted(result));
  $(focused)?.focus();
}

async function openPage() {
  translatePage();
  drawChoices();
  if (narrow()) $("bank-box").open = false;
  openEditor();
  $("run").addEventListener("click", runQuery);
  $("stop").addEventListener("click", () => running?.abort());
  $("link").addEventListener("click", copyLink);
  $("bank-find").addEventListener("input", drawBank);
  document.addEventListener("language", translate);
  addEventListener("hashchange", openAddress);
  await Promise.all([openBank(), readTerms]);
  await openAddress();
  globalThis.regiongraph = { editor, suggestions };
}
openPage();
