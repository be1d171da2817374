"use strict";

/*
 * Turns `canvas[data-chart]` into a chart. The figures stand in its data attributes, and again in
 * the table below it.
 */

import "../vendor/chart.js/chart.min.js";

const drawn = new WeakMap();

/** The colours of the style sheet, for the light or the dark theme. */
function palette() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  return {
    ink: colour("--ink"),
    muted: colour("--ink-soft"),
    line: colour("--line"),
    surface: colour("--surface"),
    tones: Object.fromEntries(
      ["neutral", "info", "good", "warning", "bad", "busy"].map((tone) => [tone, colour(`--chart-${tone}`)]),
    ),
    series: [1, 2, 3, 4, 5, 6, 7, 8].map((number) => colour(`--series-${number}`)),
  };
}

/** Draws every chart that is not drawn yet. */
export function drawAll() {
  for (const canvas of document.querySelectorAll("canvas[data-chart]")) {
    if (!drawn.has(canvas)) draw(canvas);
  }
}

function draw(canvas) {
  const kind = canvas.dataset.chart;
  const values = JSON.parse(canvas.dataset.values ?? "[]");
  const names = JSON.parse(canvas.dataset.series ?? "[]");
  const labels = JSON.parse(canvas.dataset.labels ?? "[]");
  const rows = Array.isArray(values[0]) ? values : [values];
  const tones = JSON.parse(canvas.dataset.tones ?? "[]");
  const base = palette();
  const colours = {
    ...base, series: base.series.map((colour, index) => base.tones[tones[index]] ?? colour),
  };
  globalThis.Chart.defaults.font = { ...globalThis.Chart.defaults.font, ...font() };
  const chart = new globalThis.Chart(canvas, {
    type: { doughnut: "doughnut", line: "line" }[kind] ?? "bar",
    data: {
      labels,
      datasets: rows.map((data, index) => dataset(kind, data, names[index] ?? "", index, colours)),
    },
    options: options(kind, rows.length, colours, canvas.dataset.unit ?? ""),
  });
  drawn.set(canvas, chart);
}

function dataset(kind, data, label, index, colours) {
  const colour = colours.series[index % colours.series.length];
  switch (kind) {
    case "doughnut":
      return {
        data, label, backgroundColor: colours.series, borderColor: colours.surface, borderWidth: 2,
      };
    case "line":
      return {
        data, label, borderColor: colour, backgroundColor: colour, borderWidth: 2, tension: 0.25,
        pointRadius: data.length > 24 ? 0 : 2.5, pointStyle: ["circle", "rect", "triangle"][index % 3],
        borderDash: [[], [6, 3], [2, 2]][index % 3],
      };
    default:
      return {
        data, label, backgroundColor: colour, borderRadius: 3, maxBarThickness: 34,
        categoryPercentage: 0.72, barPercentage: 0.9,
      };
  }
}

function options(kind, rows, colours, unit) {
  const round = kind === "doughnut";
  const lying = kind === "lying";
  const axis = (values, stacked) => ({
    stacked,
    beginAtZero: true,
    border: { color: colours.line },
    grid: { display: values, color: colours.line, drawBorder: false },
    title: { display: values && unit !== "", text: unit, color: colours.muted },
    // Every lying bar keeps its name; hours and days along the foot may leave some out.
    ticks: { color: colours.muted, precision: 0, maxRotation: 0, autoSkip: values || !lying, autoSkipPadding: 12 },
  });
  const stacked = kind === "stacked";
  return {
    responsive: true,
    maintainAspectRatio: false,
    animation: false,
    indexAxis: lying ? "y" : "x",
    cutout: round ? "64%" : undefined,
    interaction: { mode: round ? "nearest" : "index", intersect: round, axis: lying ? "y" : "x" },
    scales: round ? {} : { x: axis(lying, stacked), y: axis(!lying, stacked) },
    plugins: {
      legend: {
        display: round || rows > 1,
        position: round ? "right" : "top",
        align: round ? "center" : "end",
        labels: { color: colours.ink, boxWidth: kind === "line" ? 6 : 10, boxHeight: kind === "line" ? 6 : 10, usePointStyle: kind === "line" },
      },
      tooltip: {
        backgroundColor: colours.ink, titleColor: colours.surface, bodyColor: colours.surface,
        titleFont: font(), bodyFont: font(), boxPadding: 4, cornerRadius: 6, padding: 8,
      },
    },
  };
}

function font() {
  return { family: getComputedStyle(document.body).fontFamily, size: 12 };
}

document.addEventListener("huihu:theme", () => {
  for (const canvas of document.querySelectorAll("canvas[data-chart]")) {
    drawn.get(canvas)?.destroy();
    drawn.delete(canvas);
  }
  drawAll();
});
