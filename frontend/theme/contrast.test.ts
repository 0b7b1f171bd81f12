import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";

const source = readFileSync(resolve(import.meta.dirname, "_tokens.scss"), "utf8");

function tokens(theme: string): Record<string, string> {
  const body = new RegExp(`@mixin ${theme} \\{([^}]*)\\}`).exec(source)?.[1] ?? "";
  return Object.fromEntries([...body.matchAll(/--tb-([\w-]+): (#[0-9a-f]{6});/g)].map((found) => [found[1], found[2]]));
}

/** Relative luminance of a colour, WCAG 2.2. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const surfaces = ["page", "surface", "sunk"];
const meanings = ["late", "soon", "done", "waiting"];
const texts: [string, string][] = [
  ...["ink", "ink-soft", "accent", "accent-strong", ...meanings].flatMap((text) => surfaces.map((on): [string, string] => [text, on])),
  ...["ink", "ink-soft", "accent", "accent-strong"].map((text): [string, string] => [text, "accent-tint"]),
  ...meanings.flatMap((meaning): [string, string][] => [
    [meaning, `${meaning}-tint`],
    ["ink", `${meaning}-tint`],
    ["ink-soft", `${meaning}-tint`],
    ["on-meaning", meaning],
  ]),
  ["on-accent", "accent"],
  ["on-accent", "accent-strong"],
  ["on-bar", "bar"],
  ["on-bar", "bar-raised"],
  ["on-bar-soft", "bar"],
];
const edges: [string, string][] = [
  ...surfaces.flatMap((on): [string, string][] => [["edge", on], ["focus", on]]),
  ["focus-on-bar", "bar"],
];

describe.each(["light", "dark"])("the %s theme", (theme) => {
  const colours = tokens(theme);

  it.each(texts)("writes %s on %s with a contrast of at least 4.5", (text, on) => {
    expect(contrast(colours[text]!, colours[on]!)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(edges)("draws %s on %s with a contrast of at least 3", (edge, on) => {
    expect(contrast(colours[edge]!, colours[on]!)).toBeGreaterThanOrEqual(3);
  });
});

it("names the same tokens in both themes", () => {
  expect(Object.keys(tokens("dark")).sort()).toEqual(Object.keys(tokens("light")).sort());
});
