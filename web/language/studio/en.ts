import type { Suggestion } from "../../oracle/types.ts";

/** What studio and classroom say. */
export const studio = {
  title: "Studio",
  intro: "What you published, what it earned, and how it is read. Only you see this page.",
  loading: "Fetching your studio…",
  signIn: "Sign in to see your own pieces.",
  publishNew: "Publish a piece",
  noPieces: "You have published nothing yet.",
  income: "Earnings by day",
  incomeHint:
    "Your own shares. Campaigns pay an account for attention to all its pieces together; that part is claimed under Wallet.",
  noIncome: "Nothing came in yet.",
  day: "Day (UTC)",
  heed: "HEED",
  sales: "Sales",
  support: "Support",
  campaigns: "Campaigns",
  byPiece: "Earnings by piece",
  fromCampaigns: "All pieces, from campaigns",
  pieces: "Your pieces",
  piece: "Piece",
  purchases: "Purchases",
  readers: "Readers",
  attention: "Attention",
  completion: "To the end",
  returning: "Came back",
  unlisted: "not on sale",
  replaced: "replaced by a newer edition",
  few: "fewer than 10",
  about: (n: string) => `about ${n}`,
  percent: (n: string) => `${n}\u00a0%`,
  privacy:
    "Every figure is of ten readers or more, up to midnight (UTC), and rounded: readers to tens, shares to 5\u00a0%. Fewer are not shown at all.",
  asOf: (date: string) => `Up to ${date}.`,
  csv: "As CSV",
  back: "Studio",
  along: "Attention along the piece",
  alongHint:
    "How many of its readers got to each section or further, and how many stopped there. Sections are its headings, or paragraphs put together.",
  section: "Section",
  reached: "Reached, %",
  stopped: "Of these stopped here, %",
  reread: "Read it again, %",
  secondsEach: "Seconds each",
  length: "Reading time",
  freeEnds: "the free part ends here",
  tooFewSections: "Fewer than ten readers told where in the text they were. Come back when there are more.",
  suggestions: "What to consider",
  noSuggestions: "Nothing stands out.",
  before: "The edition before",
  prices: "Price history",
  pricesHint: "The mean of each day: what anyone would have paid, and what buyers did pay.",
  standard: "Standard",
  paid: "Paid",
  noPrices: "No prices are kept yet.",
  newerEdition: "There is a newer edition.",
  edit: "Edit: a new edition",
  read: "Read it",
  form: {
    publishTitle: "Publish a piece",
    publishIntro:
      "The text goes to the oracle, its hash to the chain. Nobody can change either afterwards, not even you.",
    editTitle: "A new edition",
    editIntro:
      "The new edition takes this one's place: in your courses at once, and on sale, where this one is taken off. Who bought it keeps it.",
    title: "Title",
    summary: "Summary",
    language: "Language of the text",
    topics: "Topics, with commas between them",
    body: "Text, in Markdown",
    bodyHint: "An empty line between paragraphs; ## before a heading. Sections of your figures follow the headings.",
    floor: "Lowest price, HEED",
    ceiling: "Highest price, HEED",
    split: "Who shares the revenue",
    splitHint: "Parts of all that comes in, fixed for good. They must add up to 100 %, the protocol's fee among them.",
    payee: (n: number) => `Payee ${n}`,
    share: (n: number) => `Share of payee ${n}, %`,
    protocol: "The protocol",
    protocolShare: "Share of the protocol, %",
    add: "Add a payee",
    remove: (n: number) => `Remove payee ${n}`,
    sum: (percent: string) => `Together ${percent} %`,
    reused: "You have this split already: publishing takes one transaction.",
    created: "This split is new: it is made first, in a transaction of its own.",
    publish: "Publish",
    publishEdition: "Publish the new edition",
    working: "Publishing…",
    problems: {
      title: "Give it a title.",
      summary: "Say in a sentence what it is about.",
      topics: "Name one to ten topics.",
      body: "Write something.",
      same: "The text is the same, letter for letter.",
      floor: "The lowest price should be an amount above zero, such as 0.05.",
      ceiling: "The highest price should be an amount, not below the lowest.",
      address: (n: number) => `Payee ${n} should be an address: 0x and 40 digits.`,
      twice: (n: number) => `Payee ${n} is in the list twice.`,
      share: (n: number) => `The share of payee ${n} should be above 0 %, with at most two decimals.`,
      sum: "The shares should add up to 100 %.",
      fee: (percent: string) => `The protocol's share should be at least ${percent} %.`,
      many: (n: string) => `A split has at most ${n} payees.`,
    },
  },
  suggestion: (one: Suggestion, percent: (n: number) => string): string => {
    switch (one.code) {
      case "long-section-loses":
        return `Section ${one.section} loses ${percent(one.lost)} of those who reach it; it is ${one.timesAsLong} times as long as the others. Divide or shorten it.`;
      case "section-loses":
        return `Section ${one.section} loses ${percent(one.lost)} of those who reach it, more than the others. Read it again with their eyes.`;
      case "free-part-ends":
        return `${percent(one.lost)} stop in section ${one.section}, where the free part ends. That is the price, or what it promises, rather than the text.`;
      case "section-is-reread":
        return `Section ${one.section} is read again by ${percent(one.reread)} of its readers. It is loved, or it is hard: an example may help.`;
      case "section-takes-long":
        return `Section ${one.section} takes ${one.timesAsSlow} times as long as its length says. Say it in simpler words, or in two steps.`;
      case "lesson-loses":
        return `Lesson ${one.lesson} has ${percent(one.lost)} fewer readers than the one before it. Does the one before lead to it?`;
      case "edit-helped":
        return `Since the edit, ${percent(one.after)} come to the end of lesson ${one.lesson}, where ${percent(one.before)} did. It helped.`;
      case "edit-hurt":
        return `Since the edit, ${percent(one.after)} come to the end of lesson ${one.lesson}, where ${percent(one.before)} did. Was the old one better?`;
    }
  },
  classroom: {
    title: "Classroom",
    intro:
      "Courses are lessons in order. See where a course loses its class, and what to change. No names, and never fewer than ten.",
    loading: "Fetching your courses…",
    signIn: "Sign in to see your own courses.",
    empty: "You have no course yet. A course is made of pieces that you published.",
    create: "Make a course",
    lessons: (n: number) => (n === 1 ? "1 lesson" : `${n} lessons`),
    loadingCourse: "Fetching the course…",
    attention: "From lesson to lesson",
    lesson: "Lesson",
    lessonNumber: (n: number) => `Lesson ${n}`,
    cohorts: "Before and after the edit",
    cohort: "Edition",
    oldEdition: "Before the edit",
    newEdition: "After the edit",
    noCohorts: "No lesson of this course was edited.",
    sections: "Section by section",
    change: "Change the course",
    remove: "Take the course apart",
    removing: "Taking it apart…",
    removeHint: "The lessons stay as they are.",
    newTitle: "A new course",
    editTitle: "Change the course",
    name: "Title",
    summary: "What it is about",
    choose: "Lessons, in order",
    chooseHint: "Your pieces. Those that you choose stand above, in the order of the course.",
    add: (title: string) => `Add «${title}»`,
    drop: (title: string) => `Leave «${title}» out`,
    up: (title: string) => `Move «${title}» up`,
    down: (title: string) => `Move «${title}» down`,
    none: "No lesson chosen yet.",
    save: "Save the course",
    saving: "Saving…",
    cancel: "Cancel",
    badTitle: "Give the course a title.",
    badLessons: "Choose at least one lesson.",
    noPieces: "A course is made of pieces that you published. Publish one first.",
  },
};
