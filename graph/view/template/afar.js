// The words of the explorer in English, beside those of words.js.

Object.assign(ENGLISH, {
  "其他页面": "Other pages",
  "全文搜索": "Full text",
  "查询": "Query",
  "词条页": "Its page",
  "重试": "Try again",
  "重新打开": "Open again",
  "回到起点": "Back to the start",
  "知道了": "All right",
  "正在读取…": "Reading…",
  "服务器没有回应。": "The server does not answer.",
  "图里没有这一项。": "The graph has no such thing.",
  "服务器正忙，这一次没有得到回答。": "The server is busy; there was no answer this time.",
  "服务器没有给出回答（{}）。": "The server gave no answer ({}).",
  "图已经重建，请重新打开这一页。": "The graph was built anew; open this page again.",
  "找得太远了：在上限之内没有找到路径。": "Too far: no path was found within the limit.",
  "链接里的 {} 项不在图中。": "{} of what the link names are not in the graph.",
  "{}只在已读取的名称里找。": "{} Only names that are here were searched.",
  "搜索到的原句 ": "The sentence found ",
});
