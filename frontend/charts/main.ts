import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use, type EChartsType } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { words } from "../words";
import { chartOption, readChart, type Palette } from "./option";

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, AriaComponent, CanvasRenderer]);

function palette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(`--tb-${name}`).trim();
  const [late, soon, done, waiting] = [token("late"), token("soon"), token("done"), token("waiting")];
  return {
    ink: token("ink"),
    soft: token("ink-soft"),
    line: token("line"),
    surface: token("surface"),
    font: token("font"),
    plain: [token("accent"), waiting, token("edge"), token("accent-strong")],
    meanings: { late, soon, done, waiting },
  };
}

/** The table stays in the page, folded away below the drawing. */
function foldTable(figure: HTMLElement): void {
  const table = figure.querySelector(".data-table");
  if (!table) return;
  const details = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = words().showNumbers;
  table.replaceWith(details);
  details.append(summary, table);
}

function draw(figure: HTMLElement): () => void {
  const data = readChart(figure.dataset.chart ?? "");
  const place = document.createElement("div");
  place.className = "chart-canvas";
  place.setAttribute("role", "img");
  figure.querySelector("figcaption")?.after(place);
  foldTable(figure);
  const chart: EChartsType = init(place, null, { renderer: "canvas" });
  new ResizeObserver(() => chart.resize()).observe(place);
  const moves = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  return () => chart.setOption(chartOption(data, palette(), moves));
}

const redraw = [...document.querySelectorAll<HTMLElement>("figure[data-chart]")].map(draw);
const drawAll = () => redraw.forEach((again) => again());
drawAll();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
new MutationObserver(drawAll).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
