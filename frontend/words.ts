/** The few sentences scripts say themselves, in the page's language. */
const zh = {
  saved: "草稿已儲存",
  saving: "儲存中…",
  keptHere: "尚未送達伺服器，已保留在這台電腦",
  notKept: "無法儲存草稿，離開此頁將遺失輸入內容",
  restored: "已還原先前輸入的內容",
  alsoHere: "也在看這件案件",
  copied: "已複製",
  copyFailed: "無法複製，請自行選取",
  selected: "已選取",
  showNumbers: "查看數據",
  failed: "沒有完成：連線中斷或伺服器沒有回應。輸入的內容仍在，請再試一次。",
};

const en: typeof zh = {
  saved: "Draft saved",
  saving: "Saving …",
  keptHere: "Not sent to the server yet, kept on this computer",
  notKept: "The draft cannot be kept: what you typed is lost when you leave",
  restored: "What you typed before was put back",
  alsoHere: "also looking at this case",
  copied: "Copied",
  copyFailed: "Could not copy; please select it yourself",
  selected: "selected",
  showNumbers: "Show the numbers",
  failed: "Not done: the connection broke or the server did not answer. What you typed is still here; please try again.",
};

export type Words = typeof zh;

export function words(): Words {
  return document.documentElement.lang.toLowerCase().startsWith("en") ? en : zh;
}
