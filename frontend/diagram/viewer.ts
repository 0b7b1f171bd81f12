/** One drawing: bpmn-js shows it, in the colours of the page, with what the page says about its shapes. */

import Viewer from "bpmn-js/lib/Viewer";
import type Canvas from "diagram-js/lib/core/Canvas";
import type ElementRegistry from "diagram-js/lib/core/ElementRegistry";
import type EventBus from "diagram-js/lib/core/EventBus";
import type Overlays from "diagram-js/lib/features/overlays/Overlays";
import type { Element } from "diagram-js/lib/model/Types";
import type { Words } from "../words";
import { frame, type Box, type DiagramData } from "./data";
import { makeMovable, tools } from "./moving";
import { inThePagesColours } from "./colours";

export interface Drawn {
  has(id: string): boolean;
  choose(id: string): void;
}

export async function draw(figure: HTMLElement, data: DiagramData, say: Words, chosen: (id: string) => void): Promise<Drawn> {
  const place = document.createElement("div");
  place.className = "diagram-place";
  figure.querySelector("figcaption")?.after(place);
  const font = getComputedStyle(figure).fontFamily;
  const viewer = new Viewer({
    container: place,
    bpmnRenderer: { defaultFillColor: "var(--dg-fill)", defaultStrokeColor: "var(--dg-stroke)", defaultLabelColor: "var(--dg-ink)" },
    textRenderer: { defaultStyle: { fontFamily: font, fontSize: 13 }, externalStyle: { fontFamily: font, fontSize: 12.5 } },
  });
  try {
    inThePagesColours(viewer.get<EventBus>("eventBus"));
    await viewer.importXML(data.xml);
  } catch (error) {
    viewer.destroy();
    place.remove();
    throw error;
  }
  return shown(place, viewer, data, say, chosen);
}

function shown(place: HTMLElement, viewer: Viewer, data: DiagramData, say: Words, chosen: (id: string) => void): Drawn {
  const canvas = viewer.get<Canvas>("canvas");
  const registry = viewer.get<ElementRegistry>("elementRegistry");
  mark(viewer, data);
  const focus = data.focus ? (registry.get(data.focus) as (Element & Box) | undefined) : undefined;
  const fit = () => {
    if (!place.clientWidth) return; // not shown at present: nothing can be measured
    canvas.resized();
    const { height, shown: part } = frame(canvas.viewbox().inner, place.clientWidth, innerHeight * 0.7, focus?.width ? focus : undefined);
    place.style.height = `${height}px`;
    canvas.resized();
    canvas.viewbox(part);
  };
  fit();
  const moving = makeMovable(place, canvas, fit);
  place.before(tools(canvas, moving, fit, say));
  name(place, data.label, say);
  let width = place.clientWidth;
  new ResizeObserver(() => {
    if (place.clientWidth === width) return;
    width = place.clientWidth;
    if (moving.touched) canvas.resized();
    else fit();
  }).observe(place);
  viewer.get<EventBus>("eventBus").on("element.click", (event: { element: Element }) => {
    if (!moving.dragged && event.element.parent) chosen(event.element.id.replace(/_label$/, ""));
  });
  return { has: (id) => registry.get(id) !== undefined, choose: choosing(place, canvas, registry) };
}

/** The drawing is one picture to a screen reader: the list beside it says what it says. */
function name(place: HTMLElement, label: string, say: Words): void {
  const picture = place.querySelector(".djs-container > svg");
  picture?.setAttribute("role", "img");
  picture?.setAttribute("aria-label", `${label}${say.diagramKeys}`);
}

function mark(viewer: Viewer, { marks }: DiagramData): void {
  const [canvas, overlays] = [viewer.get<Canvas>("canvas"), viewer.get<Overlays>("overlays")];
  const registry = viewer.get<ElementRegistry>("elementRegistry");
  for (const { id, meaning, badge } of marks) {
    const element = registry.get(id) as (Element & Box) | undefined;
    if (!element) continue;
    canvas.addMarker(id, `is-${meaning}`);
    if (!badge) continue;
    const html = document.createElement("div");
    html.className = `diagram-badge is-${meaning}`;
    html.textContent = badge;
    const place = element.waypoints ? { top: -10, left: 0 } : { bottom: 2, left: -6 };
    overlays.add(id, { position: place, html, scale: { min: 0.75, max: 1.2 } });
  }
}

function choosing(place: HTMLElement, canvas: Canvas, registry: ElementRegistry): (id: string) => void {
  let last = "";
  return (id) => {
    if (registry.get(last)) canvas.removeMarker(last, "is-chosen");
    const element = registry.get(id) as Element | undefined;
    last = element ? id : "";
    if (!element) return;
    const root = canvas.findRoot(element);
    if (root && root !== canvas.getRootElement()) canvas.setRootElement(root);
    canvas.addMarker(id, "is-chosen");
    canvas.scrollToElement(element as never, 60);
    place.scrollIntoView({ block: "nearest" });
  };
}
