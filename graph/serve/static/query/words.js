// The words of the query page: Chinese stands in the code and the page, English in this table.

const ENGLISH = {
  "查询": "Query",
  "页面": "Pages",
  "图谱": "Graph",
  "主题": "Themes",
  "问题库": "Question bank",
  "{} 个问题": "{} questions",
  "{} / {} 个": "{} of {}",
  "查找问题": "Find a question",
  "没有这样的问题": "No such question",
  "问题库读不到：{}": "The question bank cannot be read: {}",
  "查询语句": "Query text",
  "SPARQL 编辑器": "SPARQL editor",
  "运行": "Run",
  "停止": "Stop",
  "复制链接": "Copy link",
  "已复制链接": "Link copied",
  "请复制地址栏中的链接": "Copy the link from the address bar",
  "Ctrl+空格 补全，可直接输入中文名称": "Ctrl+Space completes; Chinese names work too",
  "结果": "Results",
  "结果的样子": "How to show the results",
  "语言": "Language",
  "外观": "Look",
  "跟随系统": "System",
  "浅色": "Light",
  "深色": "Dark",
  "表格": "Table",
  "网络": "Network",
  "文本": "Text",
  "是非": "Yes or no",
  "下载 {}": "Download {}",
  "可不填": "optional",
  "例：": "e.g. ",
  "放进编辑器并运行": "Run it in the editor",
  "回答并附原句": "Answer with sentences",
  "请填 {}": "Fill in {}",
  "这个问题的路径由服务器计算，放进编辑器的只是其中的边。": "The server finds the paths; the query in the editor gives only their edges.",
  "正在查询… {} 秒（上限 {} 秒）": "Running… {} s (limit {} s)",
  "正在回答…": "Answering…",
  "已停止": "Stopped",
  "查询为空": "The query is empty",
  "{} 行，{} 秒": "{} rows, {} s",
  "三元组，{} 秒": "Triples, {} s",
  "没有结果：查询无误，但图谱里没有符合的": "No results: the query is fine, but nothing in the graph matches",
  "是": "Yes",
  "否": "No",
  "查询有误": "The query has an error",
  "没有答完": "Not answered in full",
  "请求太多": "Too many requests",
  "连不上服务器": "The server cannot be reached",
  "没有得到回答": "No answer",
  "到第 {} 行": "Go to line {}",
  "第 {} 行有误": "Line {} has an error",
  "此处可用：{}": "Possible here: {}",
  "再看 {} 行": "{} more rows",
  "显示 {} / {} 行": "Showing {} of {} rows",
  "按{}排序": "Sort by {}",
  "原句 {}": "{} sentences",
  "没有原句": "no sentence",
  "《{}》": "“{}”",
  "第 {}–{} 字": "characters {}–{}",
  "网络需要一行里有两个以上的节点（IRI）": "A network needs rows with two or more nodes (IRIs)",
  "{} 个节点，{} 条边": "{} nodes, {} edges",
  "只画了前 {} 个节点，共 {} 个": "Only the first {} of {} nodes are drawn",
  "结果的网络图；各节点是链接": "Network of the results; its nodes are links",
  "放大": "Zoom in",
  "缩小": "Zoom out",
  "全图": "Whole",
  "其他": "Other",
  "补全": "Completions",
  "类": "class",
  "属性": "property",
  "取值": "value",
  "产业": "industry",
  "前缀": "prefix",
  "变量": "variable",
  "关键字": "keyword",
  "实体": "entity",
  "正在读取…": "Reading…",
  "名称的解读：{}": "How names were read: {}",
};

const english = () => settings.language === "en";
// t("再看 {} 行", 3): the values take the places of the braces, in order.
const t = (words, ...values) => {
  let at = 0;
  return (english() ? ENGLISH[words] ?? words : words).replace(/\{\}/g, () => values[at++]);
};
const said = (label) => (english() && label.en ? label.en : label.zh);

// What stands in the page's own HTML: data-t names the attributes that hold words, empty for the text.
function translatePage() {
  document.documentElement.lang = english() ? "en" : "zh-CN";
  for (const each of document.querySelectorAll("[data-t]")) {
    const names = each.dataset.t.split(" ");
    each.chinese ??= Object.fromEntries(names.map((name) => [name, name ? each.getAttribute(name) : each.textContent]));
    for (const [name, words] of Object.entries(each.chinese)) name ? each.setAttribute(name, t(words)) : (each.textContent = t(words));
  }
}
