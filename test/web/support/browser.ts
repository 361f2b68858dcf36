import { existsSync } from "node:fs";
import chromium from "@sparticuz/chromium";
import { type Browser, chromium as playwright } from "playwright-core";

/** Where a browser may be found on machines that @sparticuz/chromium wasn't built for (it is Linux x64 only). */
const INSTALLED = [
  process.env.CHROME_PATH ?? "",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/usr/bin/google-chrome",
  "/usr/bin/chromium",
  "C:/Program Files/Google/Chrome/Application/chrome.exe",
];

/** Starts the real browser that the install brought along, or else an installed Chrome. */
export async function launchBrowser(): Promise<Browser> {
  if (process.platform === "linux" && process.arch === "x64") {
    // Not chromium.args: they put everything in one process, which dies with its first page, and switch off the very web
    // security (CORS, content policy) that these tests are about.
    return playwright.launch({ executablePath: await chromium.executablePath(), args: ["--no-sandbox"] });
  }
  const executablePath = INSTALLED.find((path) => path !== "" && existsSync(path));
  if (executablePath === undefined) throw new Error("No Chrome found: install one, or name it in CHROME_PATH.");
  return playwright.launch({ executablePath });
}
