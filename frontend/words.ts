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
  zoomIn: "放大",
  zoomOut: "縮小",
  zoomFit: "顯示全圖",
  diagramKeys: "。內容與清單相同；方向鍵移動，加減鍵縮放，0 顯示全圖",
  notDrawn: "這個檔案無法繪成流程圖，請看清單。",
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
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  zoomFit: "Show all of it",
  diagramKeys: ". The list says the same; arrow keys move, plus and minus zoom, 0 shows all of it",
  notDrawn: "This file cannot be drawn; please see the list.",
  failed: "Not done: the connection broke or the server did not answer. What you typed is still here; please try again.",
};

export type Words = typeof zh;

export function words(): Words {
  return document.documentElement.lang.toLowerCase().startsWith("en") ? en : zh;
}
