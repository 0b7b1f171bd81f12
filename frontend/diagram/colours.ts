/**
 * Modelers keep colours in the file. Here colours say where a case is, what is wrong or what is new, in light and in dark:
 * those of the file would say something else, or could not be read.
 */

import type EventBus from "diagram-js/lib/core/EventBus";

const COLOURS = ["fill", "stroke", "background-color", "border-color", "color"];

interface Drawing {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
}

export function inThePagesColours(bus: EventBus): void {
  bus.on("import.render.start", ({ definitions }: { definitions: { diagrams?: { plane?: { planeElement?: Drawing[] } }[] } }) => {
    for (const diagram of definitions.diagrams ?? []) {
      for (const shape of diagram.plane?.planeElement ?? []) strip(shape);
    }
  });
}

function strip(shape: Drawing): void {
  for (const part of [shape, shape.get("label") as Drawing | undefined]) {
    if (!part) continue;
    for (const colour of COLOURS) for (const from of ["bioc", "color"]) drop(part, `${from}:${colour}`);
  }
}

function drop(part: Drawing, name: string): void {
  if (part.get(name) !== undefined) part.set(name, undefined);
}
