import { describe, expect, it } from "vitest";
import { chartOption, formatted, readChart, type ChartData, type Palette } from "./option";

const palette: Palette = {
  ink: "#111111",
  soft: "#222222",
  line: "#333333",
  surface: "#ffffff",
  font: "sans-serif",
  plain: ["#0000aa", "#0000bb"],
  meanings: { late: "#aa0000", soon: "#aa5500", done: "#00aa00", waiting: "#5555aa" },
};

const data: ChartData = {
  type: "stacked",
  categories: ["115/10", "115/11"],
  series: [
    { name: "依限", values: [940, 655], meaning: "done" },
    { name: "逾期", values: [22, null], meaning: "late" },
    { name: "其他", values: [1, 2] },
  ],
};

describe("a chart", () => {
  it("colours a series by its meaning and others in order", () => {
    const colours = chartOption(data, palette, true).series.map((series) => series.itemStyle.color);
    expect(colours).toEqual(["#00aa00", "#aa0000", "#0000aa"]);
  });

  it("tells several series apart by pattern as well as colour, and one needs neither pattern nor legend", () => {
    expect(chartOption(data, palette, true).aria.decal.show).toBe(true);
    const alone = chartOption({ ...data, series: data.series.slice(0, 1) }, palette, true);
    expect([alone.aria.decal.show, alone.legend.show]).toEqual([false, false]);
  });

  it("puts no HTML into the page for its tooltip", () => {
    expect(chartOption(data, palette, true).tooltip.renderMode).toBe("richText");
  });

  it("does not move for those who asked for stillness", () => {
    expect(chartOption(data, palette, false).animation).toBe(false);
  });

  it("is refused when its description is wrong", () => {
    expect(() => readChart(JSON.stringify({ ...data, type: "pie" }))).toThrow("unknown chart type");
    expect(() => readChart(JSON.stringify({ ...data, categories: ["115/10"] }))).toThrow("依限");
    expect(() => readChart("{")).toThrow();
  });

  it("reads what pages write", () => {
    expect(readChart(JSON.stringify(data))).toEqual(data);
  });
});

it("groups thousands, adds the unit, and shows a gap as a gap", () => {
  expect([formatted(1234567, "件"), formatted(0), formatted(null)]).toEqual(["1,234,567 件", "0", "—"]);
});
