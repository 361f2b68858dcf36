import AxeBuilder from "@axe-core/playwright";
import { expect } from "chai";
import type { Page } from "playwright-core";
import { arriveAsTeacher, toast } from "./support/acts.ts";
import { type Running, running } from "./support/stack.ts";
import { newVisitor, type Visitor } from "./support/visitor.ts";

const TITLE = "Two dice and a bet";
const PARTNER = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const TEXT = "## One\n\nThrow two dice.\n\n## Two\n\nCount what they show, and bet on seven.";

async function seriousFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.filter(({ impact }) => ["serious", "critical"].includes(impact ?? "")).map(({ id }) => id);
}

describe("a creator's way through the studio and the classroom", () => {
  let stack: Running;
  let visitor: Visitor;
  before(async () => {
    stack = await running();
    visitor = await newVisitor(stack.browser);
    await visitor.page.goto(stack.webUrl);
    await arriveAsTeacher(visitor.page);
  });
  after(() => visitor?.context.close());

  it("publishes a piece with a split of its own, after every mistake was named", async () => {
    const { page } = visitor;
    await page.goto(`${stack.webUrl}/studio`);
    await page.getByRole("link", { name: "Publish a piece" }).click();
    await page.getByRole("button", { name: "Publish", exact: true }).click();
    await page.getByText("Give it a title.").waitFor();
    await page.getByText("Write something.").waitFor();
    await page.getByLabel("Title").fill(TITLE);
    await page.getByLabel("Summary").fill("What two dice show, and what to bet.");
    await page.getByText("Choose or name one to ten topics.").waitFor();
    await page.getByRole("checkbox", { name: "Mathematics" }).check();
    await page.getByLabel("Other topics").fill(" Games  of chance, 数学 ");
    await page.getByText("New here: games of chance. Campaigns find the piece by it once they ask for it.").waitFor();
    await page.getByLabel("Text, in Markdown").fill(TEXT);
    await page.getByRole("button", { name: "Add a payee" }).click();
    await page.getByLabel("Payee 2", { exact: true }).fill(PARTNER);
    await page.getByLabel("Share of payee 2, %").fill("20");
    await page.getByText("Together 120 %").waitFor();
    await page.getByText("The shares should add up to 100 %.").waitFor();
    await page.getByLabel("Share of payee 1, %").fill("77.5");
    await page.getByText("This split is new").waitFor();
    expect(await seriousFindings(page)).to.deep.equal([]);
    await page.getByRole("button", { name: "Publish", exact: true }).click();
    await toast(page, "split", "done");
    await toast(page, "publish", "done");
    await page.waitForURL("**/studio");
    await page.getByRole("link", { name: TITLE }).waitFor();
  });

  it("replaces it by a new edition, in one split, and takes the old one off sale", async () => {
    const { page } = visitor;
    await page.getByRole("link", { name: TITLE }).click();
    await page.getByText("Fewer than ten readers told where").waitFor();
    await page.getByRole("link", { name: "Edit: a new edition" }).click();
    await page.getByRole("button", { name: "Publish the new edition" }).click();
    await page.getByText("The text is the same, letter for letter.").waitFor();
    await page.getByText("You have this split already").waitFor();
    await page.getByLabel("Text, in Markdown").fill(`${TEXT}\n\nThen think again.`);
    await page.getByRole("button", { name: "Publish the new edition" }).click();
    await toast(page, "unlist", "done");
    await page.waitForURL("**/studio");
    const editions = page.getByRole("row", { name: TITLE });
    await editions.nth(1).waitFor();
    await editions.filter({ hasText: "replaced by a newer edition" }).waitFor();
  });

  it("shows where a course's readers stop, and nothing of fewer than ten", async () => {
    const { page } = visitor;
    await page.goto(`${stack.webUrl}/classroom`);
    await page.getByRole("link", { name: "Chance, in four lessons" }).click();
    await page.getByRole("heading", { name: "Section by section" }).waitFor();
    await page.getByRole("heading", { name: /^Lesson 4/ }).waitFor();
    await page.getByRole("table").first().waitFor();
    await page.getByText("Every figure is of ten readers or more").waitFor();
    expect(await seriousFindings(page)).to.deep.equal([]);
  });

  it("makes a course, orders its lessons by keyboard, and takes it apart again", async () => {
    const { page } = visitor;
    await page.goto(`${stack.webUrl}/classroom/new`);
    await page.getByRole("button", { name: "Save the course" }).click();
    await page.getByText("Choose at least one lesson.").waitFor();
    await page.getByLabel("Title").fill("Dice");
    const add = page.getByRole("button", { name: /^Add «/ });
    await add.first().focus();
    await page.keyboard.press("Enter");
    await add.first().click();
    const lessons = page.locator("main ol li");
    const second = (await lessons.nth(1).locator("span").nth(1).textContent()) ?? "";
    await page
      .getByRole("button", { name: /^Move «.*» up$/ })
      .nth(1)
      .focus();
    await page.keyboard.press("Enter");
    await lessons.first().getByText(second, { exact: true }).waitFor();
    await page.getByRole("button", { name: "Save the course" }).click();
    await page.getByRole("heading", { name: "Dice", exact: true }).waitFor();
    await page.getByRole("link", { name: "Change the course" }).click();
    await page.getByRole("button", { name: "Take the course apart" }).click();
    await page.waitForURL("**/classroom");
    await page.getByRole("link", { name: "Chance, in four lessons" }).waitFor();
    await page.getByRole("link", { name: "Dice", exact: true }).waitFor({ state: "detached" });
  });

  it("claims what is due to its wallet from the studio, and takes the figures away as CSV", async () => {
    const { page, complaints } = visitor;
    await page.goto(`${stack.webUrl}/studio`);
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "As CSV" }).last().click(),
    ]);
    expect(file.suggestedFilename()).to.equal("heed-pieces.csv");
    const claim = page.getByRole("button", { name: /^Claim / });
    const nothing = page.getByText("Nothing to claim.").first();
    await claim.or(nothing).waitFor();
    if (await claim.isVisible()) {
      await claim.click();
      await toast(page, "claim", "done");
    }
    expect(complaints).to.deep.equal([]);
  });
});
