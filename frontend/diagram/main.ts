import "diagram-js/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "./diagram.scss";
import { words } from "../words";
import { readDiagram } from "./data";
import { linkList, pointOut } from "./list";
import { draw, type Drawn } from "./viewer";

const say = words();
const drawings: Drawn[] = [];

function choose(id: string): void {
  for (const drawing of drawings) drawing.choose(id);
  pointOut(document, id);
}

async function show(figure: HTMLElement): Promise<void> {
  const source = document.getElementById(figure.dataset.diagram ?? "");
  try {
    drawings.push(await draw(figure, readDiagram(source?.textContent ?? ""), say, choose));
    figure.classList.add("is-drawn");
  } catch {
    const text = document.createElement("p");
    text.className = "soft";
    text.textContent = say.notDrawn;
    figure.append(text);
  }
}

await Promise.all([...document.querySelectorAll<HTMLElement>("figure[data-diagram]")].map(show));
linkList(document, (id) => drawings.some((drawing) => drawing.has(id)), choose);
