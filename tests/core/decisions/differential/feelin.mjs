// Answers expressions with the npm package feelin: one JSON line {context, texts, tests} in, one JSON line of answers out.
// `tests` are [cell, value] pairs of unary tests. What JSON cannot say is tagged with its FEEL kind.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const frontend = createRequire(new URL("../../../../frontend/package.json", import.meta.url));
const feel = await import(pathToFileURL(frontend.resolve("feelin")));

function told(value) {
  if (value === null || value === undefined) return null;
  if (typeof value === "number") return { number: String(value) };
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.map(told);
  if (value instanceof feel.FeelDate) return { date: `${value}` };
  if (value instanceof feel.FeelTime) return { time: `${value}` };
  if (value instanceof feel.FeelDateTime) return { "date and time": `${value}` };
  if (value instanceof feel.FeelDuration)
    return { [value.yearsMonths ? "years and months duration" : "days and time duration"]: `${value}` };
  if (feel.isRange(value))
    return { range: [told(value.start), told(value.end), value["start included"], value["end included"]] };
  if (typeof value === "function" || feel.isFunction(value)) return { function: true };
  return { context: Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, told(entry)])) };
}

function answered(ask) {
  try {
    return told(ask().value);
  } catch (error) {
    return { refused: String(error.message).slice(0, 200) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const { context, texts, tests } = JSON.parse(line);
  const answers = [
    ...texts.map((text) => answered(() => feel.evaluate(text, context))),
    ...tests.map(([cell, value]) => answered(() => feel.unaryTest(cell, { ...context, "?": value }))),
  ];
  process.stdout.write(`${JSON.stringify(answers)}\n`);
}
