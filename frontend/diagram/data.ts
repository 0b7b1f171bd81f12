/** What a page says about a drawing: `<script type="application/json">` beside the figure. Pure, so that it can be tested. */

export const MEANINGS = [
  "now", "stuck", "done", "back", "skipped", "cancelled", // a case
  "fault", "added", "removed", "changed", // a version
  "heat-0", "heat-1", "heat-2", "heat-3", "heat-4", // a kind
] as const;
export type Meaning = (typeof MEANINGS)[number];

export interface Mark {
  id: string;
  meaning: Meaning;
  /** Sign and few words below the shape; the list beside the drawing says the same in full. */
  badge: string;
}

export interface DiagramData {
  xml: string;
  label: string;
  marks: Mark[];
  /** The shape to begin at where not all of the drawing fits. */
  focus?: string;
}

export function readDiagram(text: string): DiagramData {
  const data = JSON.parse(text) as DiagramData;
  if (typeof data.xml !== "string" || !data.xml) throw new Error("a diagram needs its XML");
  for (const { id, meaning } of data.marks) {
    if (!MEANINGS.includes(meaning)) throw new Error(`${id}: unknown meaning ${String(meaning)}`);
  }
  return data;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const MARGIN = 36;
const READABLE = 0.62;

/**
 * How high the place for a drawing is, and which part of the drawing it shows: all of it where that can still be read,
 * else what stands around `focus`, else its beginning. Never larger than it was drawn.
 */
export function frame(drawn: Box, width: number, highest: number, focus?: Box): { height: number; shown: Box } {
  const whole = { width: drawn.width + 2 * MARGIN, height: drawn.height + 2 * MARGIN };
  const scale = Math.min(1, Math.max(READABLE, Math.min(width / whole.width, highest / whole.height)));
  const height = Math.round(Math.min(highest, Math.max(180, whole.height * scale)));
  const shown = { width: width / scale, height: height / scale };
  return {
    height,
    shown: {
      x: placed(drawn.x - MARGIN, whole.width, shown.width, focus && focus.x + focus.width / 2),
      y: placed(drawn.y - MARGIN, whole.height, shown.height, focus && focus.y + focus.height / 2),
      ...shown,
    },
  };
}

/** Where the view begins along one axis. */
function placed(begin: number, length: number, shown: number, focus?: number): number {
  if (shown >= length) return begin - (shown - length) / 2;
  if (focus === undefined) return begin;
  return Math.min(Math.max(focus - shown / 2, begin), begin + length - shown);
}
