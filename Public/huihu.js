"use strict";

/*
 * Loaded on every page. Charts come only where a page has some.
 */

import { connectForms } from "./forms.js";
import { connectKeyboard } from "./keyboard.js";
import { connectLive } from "./live.js";
import { connectMenu } from "./menu.js";
import { connectPage, focusForm, showKeptNotice } from "./page.js";
import { connectPalette } from "./palette.js";
import { connectTheme } from "./theme.js";

connectPage();
connectForms();
connectKeyboard();
connectLive();
connectMenu();
connectPalette();
connectTheme();
showKeptNotice();
focusForm();

async function drawCharts() {
  if (!document.querySelector("canvas[data-chart]")) return;
  const charts = await import("./chart.js");
  charts.drawAll();
}

void drawCharts();
document.addEventListener("huihu:swapped", () => void drawCharts());
