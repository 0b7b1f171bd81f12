import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { frame, MEANINGS, readDiagram, type DiagramData } from "./data";
import { linkList, pointOut } from "./list";

const data: DiagramData = { xml: "<definitions/>", label: "流程圖", marks: [{ id: "review", meaning: "now", badge: "● 張志豪" }] };
const drawn = { x: 100, y: 50, width: 1000, height: 300 };

describe("what a page says about a drawing", () => {
  it("is read as it was written", () => {
    expect(readDiagram(JSON.stringify(data))).toEqual(data);
  });

  it("is refused without a drawing, with a meaning nobody knows, and when it is no JSON", () => {
    expect(() => readDiagram(JSON.stringify({ ...data, xml: "" }))).toThrow("XML");
    const odd = { ...data, marks: [{ id: "review", meaning: "nice", badge: "" }] };
    expect(() => readDiagram(JSON.stringify(odd))).toThrow("review");
    expect(() => readDiagram("{")).toThrow();
  });

  it("has a look of its own for every meaning", () => {
    const styles = readFileSync(join(import.meta.dirname, "diagram.scss"), "utf-8");
    const named = MEANINGS.filter((meaning) => !meaning.startsWith("heat"));
    expect(named.filter((meaning) => !styles.includes(`"${meaning}": (`))).toEqual([]);
  });
});

describe("the frame of a drawing", () => {
  it("shows all of it, in the middle and no larger than it was drawn, where there is room", () => {
    const { height, shown } = frame(drawn, 1600, 600);
    expect(height).toBe(372);
    expect(shown.width).toBe(1600);
    expect(shown.x + shown.width / 2).toBe(600);
  });

  it("makes it smaller only as far as it can still be read", () => {
    const { shown } = frame(drawn, 300, 600);
    expect(300 / shown.width).toBeCloseTo(0.62);
    expect(shown.x).toBe(64);
  });

  it("brings what matters into view without leaving the drawing", () => {
    const focus = { x: 700, y: 100, width: 100, height: 80 };
    const { shown } = frame(drawn, 300, 600, focus);
    expect(shown.x + shown.width / 2).toBeCloseTo(750);
    const end = frame(drawn, 300, 600, { ...focus, x: 1090 }).shown;
    expect(end.x + end.width).toBeCloseTo(1136);
  });
});

describe("the list beside a drawing", () => {
  beforeEach(() => {
    document.body.innerHTML = `<ol><li><span data-shape="review">複審</span></li><li><span data-shape="gone">舊步驟</span></li></ol>`;
    Element.prototype.scrollIntoView = vi.fn();
  });

  it("becomes buttons for what is drawn, and stays text for what is not", () => {
    const choose = vi.fn();
    linkList(document, (id) => id === "review", choose);
    const buttons = [...document.querySelectorAll("button")];
    expect(buttons.map((button) => button.textContent)).toEqual(["複審"]);
    buttons[0]?.click();
    expect(choose).toHaveBeenCalledWith("review");
  });

  it("shows which row speaks of the shape, and only that", () => {
    linkList(document, () => true, () => undefined);
    const rows = () => [...document.querySelectorAll("li")].map((row) => row.getAttribute("aria-current"));
    pointOut(document, "review");
    expect(rows()).toEqual(["true", null]);
    pointOut(document, "gone");
    expect(rows()).toEqual([null, "true"]);
  });
});
