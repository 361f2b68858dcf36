import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";

/** Somebody at a browser of their own, and everything that their browser complained about. */
export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Console errors and uncaught exceptions, with the page they came from. */
  readonly complaints: string[];
}

/** Opens a fresh browser profile in English and light; nothing is kept from other tests. */
export async function newVisitor(browser: Browser, options: BrowserContextOptions = {}): Promise<Visitor> {
  const context = await browser.newContext({
    locale: "en-GB",
    colorScheme: "light",
    viewport: { width: 1280, height: 900 },
    ...options,
  });
  const page = await context.newPage();
  // Ends what hangs; a slow machine may take its time.
  page.setDefaultTimeout(60_000);
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(`${page.url()}: ${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error.message}`));
  return { context, page, complaints };
}
