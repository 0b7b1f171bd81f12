/** A chart as the page describes it (data-chart), made into what ECharts draws. Pure, so that it can be tested. */

export type Meaning = "late" | "soon" | "done" | "waiting";

export interface ChartData {
  type: "bar" | "stacked" | "line";
  categories: string[];
  series: { name: string; values: (number | null)[]; meaning?: Meaning }[];
  unit?: string;
}

export interface Palette {
  ink: string;
  soft: string;
  line: string;
  surface: string;
  font: string;
  /** colours of series without a meaning, in order */
  plain: string[];
  meanings: Record<Meaning, string>;
}

export function readChart(text: string): ChartData {
  const data = JSON.parse(text) as ChartData;
  if (!["bar", "stacked", "line"].includes(data.type)) throw new Error(`unknown chart type: ${String(data.type)}`);
  for (const { name, values } of data.series) {
    if (values.length !== data.categories.length) throw new Error(`${name}: one value per category is needed`);
  }
  return data;
}

export function chartOption(data: ChartData, palette: Palette, animated: boolean) {
  const axis = { axisLabel: { color: palette.soft, fontSize: 13 }, axisLine: { lineStyle: { color: palette.line } } };
  return {
    animation: animated,
    textStyle: { fontFamily: palette.font, color: palette.ink },
    aria: { enabled: true, decal: { show: data.series.length > 1 && data.type !== "line" } },
    grid: { left: 8, right: 16, top: data.series.length > 1 ? 44 : 16, bottom: 8, containLabel: true },
    legend: { show: data.series.length > 1, top: 0, left: 0, textStyle: { color: palette.ink } },
    // drawn as text on the canvas: a tooltip in HTML would need styles the policy forbids
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      confine: true,
      backgroundColor: palette.surface,
      borderColor: palette.line,
      textStyle: { color: palette.ink },
      valueFormatter: (value: unknown) => formatted(value, data.unit),
    },
    xAxis: { type: "category", data: data.categories, axisTick: { show: false }, ...axis },
    yAxis: { type: "value", minInterval: 1, splitLine: { lineStyle: { color: palette.line } }, ...axis },
    series: data.series.map((series, index) => ({
      name: series.name,
      data: series.values,
      type: data.type === "line" ? "line" : "bar",
      ...(data.type === "stacked" ? { stack: "all" } : {}),
      ...(data.type === "line" ? { symbolSize: 7 } : { barMaxWidth: 36 }),
      itemStyle: { color: series.meaning ? palette.meanings[series.meaning] : palette.plain[index % palette.plain.length] },
    })),
  };
}

export function formatted(value: unknown, unit = ""): string {
  return typeof value === "number" ? `${value.toLocaleString("en-US")}${unit && ` ${unit}`}` : "—";
}
