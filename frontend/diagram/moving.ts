/** Moving about in a drawing with a finger, the mouse, the keyboard and buttons. The page itself scrolls as always. */

import type Canvas from "diagram-js/lib/core/Canvas";
import type { Words } from "../words";

const STEP = 80;
const ZOOM = 1.25;
const [SMALLEST, LARGEST] = [0.2, 4];
const SLIP = 4;
/** Pixels that a hand may tremble while it clicks. */

export interface Moving {
  /** Whether somebody moved or zoomed: then the view is left as it is. */
  touched: boolean;
  /** Whether the click that is being handled ended a drag. */
  dragged: boolean;
}

export function zoomBy(canvas: Canvas, factor: number, at?: { x: number; y: number }): void {
  const next = Math.min(LARGEST, Math.max(SMALLEST, canvas.zoom() * factor));
  canvas.zoom(next, at);
}

export function makeMovable(place: HTMLElement, canvas: Canvas, fit: () => void): Moving {
  const moving: Moving = { touched: false, dragged: false };
  drag(place, canvas, moving);
  place.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const { left, top } = place.getBoundingClientRect();
    moving.touched = true;
    zoomBy(canvas, event.deltaY < 0 ? ZOOM : 1 / ZOOM, { x: event.clientX - left, y: event.clientY - top });
  });
  place.addEventListener("keydown", (event) => {
    const act = keyAct(event.key, canvas, fit);
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    moving.touched = event.key !== "0";
    act();
  });
  return moving;
}

function keyAct(key: string, canvas: Canvas, fit: () => void): (() => void) | undefined {
  const acts: Record<string, () => void> = {
    ArrowLeft: () => canvas.scroll({ dx: STEP, dy: 0 }),
    ArrowRight: () => canvas.scroll({ dx: -STEP, dy: 0 }),
    ArrowUp: () => canvas.scroll({ dx: 0, dy: STEP }),
    ArrowDown: () => canvas.scroll({ dx: 0, dy: -STEP }),
    "+": () => zoomBy(canvas, ZOOM),
    "=": () => zoomBy(canvas, ZOOM),
    "-": () => zoomBy(canvas, 1 / ZOOM),
    "0": fit,
  };
  return acts[key];
}

function drag(place: HTMLElement, canvas: Canvas, moving: Moving): void {
  let last: { x: number; y: number } | null = null;
  place.addEventListener("pointerdown", (event) => {
    moving.dragged = false;
    const onLink = event.target instanceof Element && event.target.closest("a, button");
    if (event.button === 0 && !onLink) last = { x: event.clientX, y: event.clientY };
  });
  place.addEventListener("pointermove", (event) => {
    if (!last) return;
    const [dx, dy] = [event.clientX - last.x, event.clientY - last.y];
    if (!moving.dragged && Math.hypot(dx, dy) < SLIP) return;
    if (!moving.dragged) place.setPointerCapture(event.pointerId);
    moving.dragged = moving.touched = true;
    last = { x: event.clientX, y: event.clientY };
    canvas.scroll({ dx, dy });
  });
  for (const end of ["pointerup", "pointercancel"]) place.addEventListener(end, () => (last = null));
}

export function tools(canvas: Canvas, moving: Moving, fit: () => void, say: Words): HTMLElement {
  const bar = document.createElement("div");
  bar.className = "diagram-tools";
  const zoom = (factor: number) => () => {
    moving.touched = true;
    zoomBy(canvas, factor);
  };
  const whole = () => {
    moving.touched = false;
    fit();
  };
  for (const [sign, name, act] of [["＋", say.zoomIn, zoom(ZOOM)], ["－", say.zoomOut, zoom(1 / ZOOM)], ["⤢", say.zoomFit, whole]] as const) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm";
    button.title = name;
    button.setAttribute("aria-label", name);
    button.textContent = sign;
    button.addEventListener("click", act);
    bar.append(button);
  }
  return bar;
}
