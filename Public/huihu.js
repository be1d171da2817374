"use strict";

/*
 * Loaded on every page. Charts come only where a page has some.
 */

import { connectForms } from "/assets/forms.js";
import { connectKeyboard } from "/assets/keyboard.js";
import { connectLive } from "/assets/live.js";
import { connectPage, focusForm, showKeptNotice } from "/assets/page.js";

connectPage();
connectForms();
connectKeyboard();
connectLive();
showKeptNotice();
focusForm();

async function drawCharts() {
  if (!document.querySelector("canvas[data-chart]")) return;
  const charts = await import("/assets/chart.js");
  charts.drawAll();
}

void drawCharts();
document.addEventListener("huihu:swapped", () => void drawCharts());
