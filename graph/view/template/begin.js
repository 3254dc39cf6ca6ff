// The start of the explorer: the overview is asked for, and the page begins once it is there; until then a line tells why.

const version = document.currentScript.dataset.version;
const root = document.documentElement;
let settings = {};
try {
  settings = JSON.parse(localStorage.getItem("regiongraph.settings")) ?? {};
} catch {
  // The usual settings, then.
}
const darkNow = settings.scheme === "dark" || (settings.scheme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
root.dataset.scheme = darkNow ? "dark" : "light";
const say = (zh, en) => (settings.language === "en" ? en : zh);

const line = document.getElementById("talk");
const WAIT = 3; // seconds before the server is asked again while it prepares

function talk(words, again) {
  line.hidden = !words;
  line.replaceChildren(words ?? "");
  line.classList.toggle("failed", Boolean(again));
  if (!again) return;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = say("重试", "Try again");
  button.addEventListener("click", again);
  line.append(" ", button);
}

function load(name) {
  return new Promise((done, failed) => {
    const made = document.createElement("script");
    made.src = `/explorer/${name}?${version}`;
    made.addEventListener("load", done);
    made.addEventListener("error", failed);
    document.body.append(made);
  });
}

async function begin() {
  talk(say("正在读取概览…", "Reading the overview…"));
  try {
    const [answer] = await Promise.all([fetch("/api/overview"), globalThis.vis ? null : load("vis.js")]);
    if (answer.status === 503 && (await answer.clone().text()).includes("being prepared")) {
      talk(say("服务器正在准备这个图的概览，很大的图要几分钟；好了就会显示。", "The server prepares the overview of this graph, which takes minutes for a very large one; it appears when it is ready."));
      setTimeout(begin, 1000 * WAIT);
      return;
    }
    if (!answer.ok) throw new Error((await answer.text()).trim());
    document.getElementById("network-data").textContent = await answer.text();
    await load("page.js");
    talk(null);
  } catch (error) {
    const why = error instanceof Error && !(error instanceof TypeError) ? error.message.slice(0, 200) : "";
    talk([say("概览没有读到，服务器没有回应。", "The overview could not be read: the server does not answer."), why].filter(Boolean).join(" "), begin);
  }
}
begin();
