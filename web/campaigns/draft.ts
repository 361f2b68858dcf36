import { parseHeed } from "../money/heed.ts";

/** A campaign as it stands in the form. */
export interface Draft {
  topics: string[];
  languages: string[];
  matching: "standard" | "personal";
  title: string;
  text: string;
  link: string;
  language: "en" | "zh";
  /** HEED, as typed. */
  budget: string;
  rate: string;
  /** As an input of type datetime-local has it: local time. */
  starts: string;
  ends: string;
}

export type DraftField = "title" | "text" | "link" | "budget" | "rate" | "starts" | "ends";
export type DraftError = "text" | "link" | "budget" | "rate" | "moment" | "dates" | "past";

const DAY_MS = 24 * 3600 * 1000;

/** An empty draft that runs for a week from now. */
export function newDraft(nowMs: number, language: "en" | "zh"): Draft {
  return {
    ...{ topics: [], languages: [], matching: "standard" },
    ...{ title: "", text: "", link: "", language },
    ...{ budget: "100", rate: "0.02", starts: localTime(nowMs), ends: localTime(nowMs + 7 * DAY_MS) },
  };
}

/** What the page itself can say is wrong, field by field; what only the oracle knows it says when asked. */
export function draftErrors(draft: Draft, nowMs: number): Partial<Record<DraftField, DraftError>> {
  const errors: Partial<Record<DraftField, DraftError>> = {};
  if (draft.title.trim() === "") errors.title = "text";
  if (draft.text.trim() === "") errors.text = "text";
  const url = URL.canParse(draft.link.trim()) ? new URL(draft.link.trim()) : null;
  if (!url || !["http:", "https:"].includes(url.protocol)) errors.link = "link";
  if (parseHeed(draft.budget) === null) errors.budget = "budget";
  if (parseHeed(draft.rate) === null) errors.rate = "rate";
  const [starts, ends] = [Date.parse(draft.starts), Date.parse(draft.ends)];
  if (Number.isNaN(starts)) errors.starts = "moment";
  if (Number.isNaN(ends)) errors.ends = "moment";
  else if (ends < starts) errors.ends = "dates";
  else if (ends <= nowMs) errors.ends = "past";
  return errors;
}

/** A moment as an input of type datetime-local wants it. */
function localTime(ms: number): string {
  const local = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}
