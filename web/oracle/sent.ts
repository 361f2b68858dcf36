/** What the dApp sends. Purchases aren't among it: the oracle sees them on the chain. */

export type EventKind = "impression" | "click" | "dwell" | "like" | "share" | "comment" | "hide" | "complete";

export interface BehaviourEvent {
  /** A UUID of ours: sent twice, it counts once */
  id: string;
  contentId: string;
  kind: EventKind;
  atMs: number;
  /** Active milliseconds up to atMs; dwell only */
  dwellMs?: number;
  /** The block of the text nearest the eye, counted from 0; dwell only */
  section?: number;
}

export interface Consent {
  collect: boolean;
  personalise: boolean;
}

/** On what terms a viewer is paid for attention. */
export interface EarningTerms {
  /** What of it goes to the creators attended to, ten-thousandths */
  shareBps: number;
  /** Sold a day at most; null for the rule's own limit */
  dailySeconds: number | null;
}

/** A text on its way to being published. */
export interface WorkInput {
  title: string;
  summary: string;
  language: string;
  topics: string[];
  body: string;
  /** The content that this is a new edition of */
  replaces?: string;
}

/** A course as its teacher writes it: content ids in order. */
export interface CourseInput {
  title: string;
  summary: string;
  lessons: string[];
}

/** What the studio gives as CSV. */
export type StudioTable = "income" | "pieces" | "sections" | "prices";

/** What an advertiser deposits before creating the campaign on chain. Wei as decimal text. */
export interface CampaignBrief {
  audience: { topics: string[]; languages: string[]; matching: "standard" | "personal" };
  creative: { title: string; text: string; link: string; language: string };
  terms: { budgetWei: string; maxRateWei: string; startsAtS: number; endsAtS: number };
}
