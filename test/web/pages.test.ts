import AxeBuilder from "@axe-core/playwright";
import { expect } from "chai";
import { demoAccount } from "../../scripts/seed/keys.ts";
import { LANGUAGE_COOKIE } from "../../web/language/language.ts";
import { zh } from "../../web/language/zh.ts";
import { arrive, arriveAsTeacher, consent, signIn } from "./support/acts.ts";
import { openSettledMarket, type SettledMarket } from "./support/settled.ts";
import { type Running, running } from "./support/stack.ts";
import { newVisitor, type Visitor } from "./support/visitor.ts";

/** Between them both languages and both themes. */
const LOOKS = [
  ["en", "light"],
  ["zh", "dark"],
] as const;
const creator = demoAccount("ines-marlow").address;

interface Shown {
  path: string;
  /** Something that stands on the page once it is loaded. */
  settled: string;
}

/** Every page that anybody can open on a market without campaigns. */
const PAGES: readonly Shown[] = [
  { path: "/", settled: "[data-content]" },
  { path: "/content/1", settled: "[data-price] button" },
  { path: "/library", settled: "main button, main a" },
  { path: `/creator/${creator}`, settled: "h3" },
  { path: "/wallet", settled: "[data-balance], main button" },
  { path: "/market", settled: "[data-line=live]" },
  { path: "/epochs", settled: "[data-epochs]" },
  { path: "/studio", settled: "main button" },
  { path: "/studio/new", settled: "main button" },
  { path: "/classroom", settled: "main button, main a" },
  { path: "/how", settled: "dl" },
  { path: "/campaigns", settled: "[data-campaign], [data-empty]" },
  { path: "/campaigns/new", settled: "main button" },
];

describe("every page", () => {
  let stack: Running;
  before(async () => {
    stack = await running();
  });

  for (const signedIn of [false, true]) {
    for (const colorScheme of ["light", "dark"] as const) {
      const who = signedIn ? "somebody signed in" : "a stranger";
      it(`is accessible, silent in the console and alone on the network for ${who}, ${colorScheme}`, async () => {
        const visitor = await newVisitor(stack.browser, { colorScheme });
        const { page, context, complaints } = visitor;
        const hosts = new Set<string>();
        page.on("request", (request) => hosts.add(new URL(request.url()).host));
        await page.goto(stack.webUrl);
        if (signedIn) await arrive(page);
        expect(await findingsOn(visitor, stack.webUrl, PAGES)).to.deep.equal([]);
        expect(complaints).to.deep.equal([]);
        const allowed = [stack.webUrl, stack.oracleUrl, stack.rpcUrl].map((url) => `:${new URL(url).port}`);
        expect([...hosts].filter((host) => host !== "" && !allowed.some((port) => host.endsWith(port)))).to.deep.equal(
          [],
        );
        await context.close();
      });
    }
  }

  it("calls only the treasury the protocol, and shows every other payee's address beside the name", async () => {
    const { page, context } = await newVisitor(stack.browser);
    await page.goto(`${stack.webUrl}/content/1`);
    const { treasury } = stack.deployment;
    await page.locator(`[data-payee="${treasury}"]`).getByText("Protocol", { exact: true }).waitFor();
    const others = page.locator(`[data-payee]:not([data-payee="${treasury}"])`);
    for (const row of await others.all()) {
      const payee = (await row.getAttribute("data-payee")) ?? "";
      expect(await row.textContent()).to.include(`${payee.slice(0, 6)}…${payee.slice(-4)}`);
    }
    await context.close();
  });

  it("opens dialogs, menus and computations that are accessible too", async () => {
    const visitor = await newVisitor(stack.browser);
    const { page, context } = visitor;
    await page.goto(`${stack.webUrl}/content/1`);
    await page.getByRole("banner").getByRole("button", { name: "Connect", exact: true }).click();
    await page.getByRole("dialog").waitFor();
    const serious = await seriousFindings(visitor, "connect");
    await page.getByRole("button", { name: /^Burner wallet/ }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    serious.push(...(await seriousFindings(visitor, "sign in")));
    await signIn(page);
    serious.push(...(await seriousFindings(visitor, "consent")));
    await consent(page, { collect: true, personalise: true });
    await page.locator('[data-price="standard"]').getByRole("button").click();
    await page.getByText("Signed by the oracle").waitFor();
    serious.push(...(await seriousFindings(visitor, "computation")));
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Theme" }).click();
    await page.getByRole("menuitemradio", { name: "Dark" }).waitFor();
    serious.push(...(await seriousFindings(visitor, "menu")));
    expect(serious).to.deep.equal([]);
    await context.close();
  });

  it("speaks Chinese when asked, stays so after a reload, and says so in its lang", async () => {
    const visitor = await newVisitor(stack.browser);
    const { page, context } = visitor;
    await page.goto(stack.webUrl);
    await page.getByRole("button", { name: "Language" }).click();
    await page.getByRole("menuitemradio", { name: "中文" }).click();
    await page.getByRole("link", { name: "书架" }).waitFor();
    await page.reload();
    expect(await page.locator("html").getAttribute("lang")).to.equal("zh-Hans");
    expect(await findingsOn(visitor, stack.webUrl, PAGES)).to.deep.equal([]);
    expect(visitor.complaints).to.deep.equal([]);
    await page.goto(`${stack.webUrl}/epochs/1`);
    await page.getByRole("alert").getByText(zh.refusals.codes["unknown-epoch"]()).waitFor();
    await context.close();
  });

  for (const [locale, colorScheme] of LOOKS) {
    it(`is accessible and silent for who teaches and publishes, ${locale}, ${colorScheme}`, async () => {
      const visitor = await newVisitor(stack.browser, { colorScheme });
      const { page, context } = visitor;
      await page.goto(stack.webUrl);
      await arriveAsTeacher(page);
      const firstLink = async (path: string, under: string) => {
        await page.goto(stack.webUrl + path);
        return (await page.locator(`main a[href^="${under}"]:not([href$="/new"])`).first().getAttribute("href")) ?? "";
      };
      const piece = await firstLink("/studio", "/studio/");
      const course = await firstLink("/classroom", "/classroom/");
      await speak(visitor, stack.webUrl, locale);
      const own = [
        { path: "/studio", settled: "main table" },
        { path: "/studio/new", settled: "form" },
        { path: piece, settled: "main h2" },
        { path: `${piece}/edit`, settled: "form" },
        { path: "/classroom", settled: `main a[href="${course}"]` },
        { path: course, settled: "main h2" },
        { path: `${course}/edit`, settled: "form" },
        { path: "/classroom/new", settled: "form" },
      ];
      expect(await findingsOn(visitor, stack.webUrl, own)).to.deep.equal([]);
      expect(visitor.complaints).to.deep.equal([]);
      await context.close();
    });
  }

  it("follows the browser's language before anything was chosen", async () => {
    const { page, context } = await newVisitor(stack.browser, { locale: "zh-CN" });
    await page.goto(stack.webUrl);
    expect(await page.locator("html").getAttribute("lang")).to.equal("zh-Hans");
    await context.close();
  });

  it("keeps the theme that was chosen, over a reload, whatever the system's is", async () => {
    const { page, context } = await newVisitor(stack.browser, { colorScheme: "light" });
    await page.goto(stack.webUrl);
    await page.getByRole("button", { name: "Theme" }).click();
    await page.getByRole("menuitemradio", { name: "Dark" }).click();
    await page.locator('html[data-theme="dark"]').waitFor();
    await page.reload();
    await page.locator('html[data-theme="dark"]').waitFor();
    await context.close();
  });

  it("sends a policy that lets nothing load from another host", async () => {
    const policy = (await fetch(stack.webUrl)).headers.get("content-security-policy") ?? "";
    expect(policy).to.match(/script-src 'self' 'nonce-[^']+' 'strict-dynamic';/);
    const connect = /connect-src ([^;]*)/.exec(policy)?.[1]?.split(" ") ?? [];
    expect(connect).to.have.length(3);
  });

  it("can be reached by keyboard alone, the skip link first", async () => {
    const { page, context } = await newVisitor(stack.browser);
    await page.goto(stack.webUrl);
    await page.keyboard.press("Tab");
    await page.getByRole("link", { name: "Skip to content" }).and(page.locator(":focus")).waitFor();
    await page.keyboard.press("Enter");
    await page.locator("main:focus").waitFor();
    await context.close();
  });

  it("answers an address that leads nowhere with 404 and words", async () => {
    const { page, context } = await newVisitor(stack.browser);
    for (const path of [
      "/nowhere",
      "/content/999999",
      "/content/x",
      "/creator/0x12",
      "/campaigns/999999",
      "/campaigns/x",
      "/epochs/x",
    ]) {
      const answer = await page.goto(stack.webUrl + path);
      expect(answer?.status(), path).to.equal(404);
      await page.getByRole("heading", { name: "There is nothing here" }).waitFor();
    }
    await context.close();
  });
});

describe("a campaign's page and an epoch's", () => {
  let market: SettledMarket;
  before(async () => {
    market = await openSettledMarket();
    await market.post();
    await market.settle();
  });
  after(() => market?.close());

  for (const [locale, colorScheme] of LOOKS) {
    it(`are accessible and silent in the console, ${locale}, ${colorScheme}`, async () => {
      const visitor = await newVisitor(market.browser, { colorScheme });
      await speak(visitor, market.webUrl, locale);
      const pages = [
        { path: "/campaigns", settled: "[data-campaign]" },
        { path: "/campaigns/1", settled: "main figure" },
        { path: "/epochs", settled: "[data-epochs] tbody a" },
        { path: `/epochs/${market.epoch}`, settled: "[data-signed]" },
        { path: "/market", settled: "main figure" },
      ];
      expect(await findingsOn(visitor, market.webUrl, pages)).to.deep.equal([]);
      expect(visitor.complaints).to.deep.equal([]);
      await visitor.context.close();
    });
  }
});

/** Opens page after page, each once it is loaded; axe's serious and critical findings on all of them. */
async function findingsOn(visitor: Visitor, url: string, pages: readonly Shown[]): Promise<string[]> {
  const found: string[] = [];
  for (const { path, settled } of pages) {
    await visitor.page.goto(url + path);
    await visitor.page.locator(settled).first().waitFor();
    found.push(...(await seriousFindings(visitor, path)));
  }
  return found;
}

/** Has the dApp speak a language from the next page on, as its menu does. */
async function speak({ context }: Visitor, url: string, locale: "en" | "zh"): Promise<void> {
  await context.addCookies([{ name: LANGUAGE_COOKIE, value: locale, url }]);
}

/** axe's serious and critical findings on the page as it stands, each named with where it is. */
async function seriousFindings({ page }: Visitor, path: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${path} ${id} ${target.join(" ")}`));
}
