import type { Page } from "playwright-core";
import { TEST_WALLET } from "./wallet.ts";

/** What a person does, by what a person sees. */

export async function connectBurner(page: Page): Promise<void> {
  await page.getByRole("banner").getByRole("button", { name: "Connect", exact: true }).click();
  await page.getByRole("button", { name: /^Burner wallet/ }).click();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
}

export async function connectTestWallet(page: Page): Promise<void> {
  await page.getByRole("banner").getByRole("button", { name: "Connect", exact: true }).click();
  await page.getByRole("button", { name: new RegExp(`^${TEST_WALLET}`) }).click();
}

/** From the sign-in step to the consent step. */
export async function signIn(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Sign in with the wallet" }).click();
  await page.getByRole("heading", { name: "Your attention is yours" }).waitFor();
}

/** Takes the consent step: both switches as asked, then saved. */
export async function consent(page: Page, given: { collect: boolean; personalise: boolean }): Promise<void> {
  const dialog = page.getByRole("dialog");
  if (given.collect) await dialog.getByRole("switch", { name: "Measure my attention" }).click();
  if (given.personalise) await dialog.getByRole("switch", { name: "Use it for my order and prices" }).click();
  await dialog.getByRole("button", { name: /Save my choice|Continue with both off/ }).click();
  await dialog.waitFor({ state: "hidden" });
}

/** A burner wallet, connected, funded, signed in, having agreed to everything. */
export async function arrive(page: Page, given = { collect: true, personalise: true }): Promise<void> {
  await connectBurner(page);
  await signIn(page);
  await consent(page, given);
}

/** The demo's teacher, connected and signed in. */
export async function arriveAsTeacher(page: Page): Promise<void> {
  await page.getByRole("banner").getByRole("button", { name: "Connect", exact: true }).click();
  await page.getByRole("button", { name: /^Maren Okafor/ }).click();
  await signIn(page);
  await consent(page, { collect: false, personalise: false });
}

/** Waits until the toast of a transaction is in a state. */
export async function toast(page: Page, kind: string, state: string) {
  const found = page.locator(`[data-kind="${kind}"][data-state="${state}"]`);
  await found.first().waitFor();
  return found.first();
}

/** Moves the pointer and scrolls a little, as a reader does, so that the meter sees input. */
export async function read(page: Page): Promise<void> {
  await page.mouse.move(300 + Math.floor(Math.random() * 50), 500);
  await page.mouse.wheel(0, 40);
}
