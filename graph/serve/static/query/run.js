// The text of the editor in; the server's answer to it, or why there is none, out.

const ACCEPT = "application/sparql-results+json, text/turtle;q=0.9";
let running = null;

const ask = (query, accept, signal) => got("/sparql", { method: "POST", headers: { "Content-Type": "application/sparql-query", Accept: accept }, body: query, signal });

function tell(kind, words, ...more) {
  $("status").className = kind;
  $("status").replaceChildren(words, ...more);
}

async function runQuery() {
  const query = editor.getValue();
  if (!query.trim()) return tell("failed", t("查询为空"));
  clearMarks();
  keepInAddress(query);
  return work("正在查询… {} 秒（上限 {} 秒）", async (signal) => ({ ...(await readAnswer(await ask(query, ACCEPT, signal))), query }));
}

async function answerQuestion(one) {
  if (missing(one)) return undefined;
  const address = `/api/ask/${one.id}?evidence=1&${queryString(typed.get(one.id) ?? {})}`;
  const made = await work("正在回答…", async (signal) => ({ ...readBankAnswer(await gotJson(address, { signal }), vocabulary.columns), bank: address }));
  if (made) {
    showView("table");
    if (narrow()) $("bank-box").open = false;
  }
  return made;
}

// One request at a time: a new one ends the last.
async function work(words, request) {
  running?.abort();
  const mine = new AbortController();
  running = mine;
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  const watch = () => tell("busy", t(words, Math.floor(seconds()), document.body.dataset.limit));
  $("stop").disabled = false;
  $("results").classList.add("old");
  watch();
  const clock = setInterval(watch, 1000);
  try {
    const made = await request(mine.signal);
    if (running !== mine) return undefined;
    clearInterval(clock);
    made.seconds = seconds();
    tell("done", counted(made));
    showResult(made);
    return made;
  } catch (error) {
    if (running === mine) fail(error);
    return undefined;
  } finally {
    clearInterval(clock);
    if (running === mine) {
      running = null;
      $("stop").disabled = true;
      $("results").classList.remove("old");
    }
  }
}

function counted(made) {
  const { seconds } = made;
  const time = seconds.toFixed(seconds < 1 ? 2 : 1);
  if (made.kind === "rows") return t("{} 行，{} 秒", number(made.rows.length), time);
  return made.kind === "truth" ? `${t(made.truth ? "是" : "否")} · ${time} s` : t("三元组，{} 秒", time);
}

function fail(error) {
  if (error.name === "AbortError") return tell("", t("已停止"));
  const status = error.status;
  const kinds = { 400: "查询有误", 404: "没有得到回答", 429: "请求太多", 503: "没有答完" };
  const title = status ? kinds[status] ?? "没有得到回答" : "连不上服务器";
  hideResult();
  const place = status === 400 && error.message.startsWith("query") ? markError(error.message) : null;
  const jump = place && element("button", { type: "button", class: "link", onclick: () => { editor.focus(); editor.setCursor(place); } }, t("到第 {} 行", place.line + 1));
  return tell("failed", element("strong", {}, t(title)), " ", element("span", { class: "told" }, error instanceof Failure ? error.message : ""), ...(jump ? [" ", jump] : []));
}

// The query stands in the address behind #, which no server log sees and which has no limit of length.
const linkTo = (query) => `${location.pathname}#query=${encodeURIComponent(query)}`;
function keepInAddress(query) {
  history.replaceState(null, "", linkTo(query));
}
async function copyLink() {
  keepInAddress(editor.getValue());
  try {
    await navigator.clipboard.writeText(location.href);
    tell("done", t("已复制链接"));
  } catch {
    tell("", t("请复制地址栏中的链接"));
  }
}
