import { settleDrafts } from "../drafts/kept";
import { startButtons } from "./buttons";
import { startMenus } from "./menus";
import { startTheme } from "./theme";

document.documentElement.dataset.script = "";
startTheme();
startButtons();
startMenus();
settleDrafts();
