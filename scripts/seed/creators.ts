/** Somebody with a share in the demo's pieces. All of them are invented. */
export interface Creator {
  /** What the pieces' front matter calls them; their local key is made from it. */
  slug: string;
  name: string;
  /** One line about them, in the language they write in. */
  bio: string;
}

/** Who writes the demo's pieces. */
export const authors: readonly Creator[] = [
  {
    slug: "ines-marlow",
    name: "Ines Marlow",
    bio: "Keeps a small-town observatory and writes about the sky you can see without buying anything.",
  },
  {
    slug: "tobias-renn",
    name: "Tobias Renn",
    bio: "Nine years a baker, now tries to explain why recipes work, and when they lie.",
  },
  {
    slug: "adaeze-corran",
    name: "Adaeze Corran",
    bio: "Historian of small things: calendars, pencils, clocks, and the people who sold them.",
  },
  {
    slug: "pavel-lindqvist",
    name: "Pavel Lindqvist",
    bio: "Piano tuner for thirty years; listens for a living and writes down what he hears.",
  },
  {
    slug: "maren-okafor",
    name: "Maren Okafor",
    bio: "Teaches mathematics to people who were told that they couldn't. Start with lesson 1.",
  },
  {
    slug: "hollis-vane",
    name: "Hollis Vane",
    bio: "A lazy gardener by conviction. Everything here was tried on heavy clay.",
  },
  {
    slug: "saoirse-tamm",
    name: "Saoirse Tamm",
    bio: "Oceanographer, mostly seasick. Stories from the part of the planet that we can't see.",
  },
  { slug: "shen-zhiwei", name: "沈知微", bio: "研究记忆的人，自己常忘带钥匙。写学习这件事里经得起检验的部分。" },
  { slug: "lu-wenzhou", name: "陆闻舟", bio: "在老城里走路，在旧书里问路。写城、桥和画里的人。" },
  { slug: "liang-xiaoman", name: "梁小满", bio: "厨房里的化学课代表，外婆的徒弟。写吃食背后的道理。" },
  { slug: "gu-nanxing", name: "顾南星", bio: "业余观星二十年，相信好的天文学只需要一双眼睛和一点耐心。" },
];

/** Who helps with them, for a share. */
const contributors: readonly Creator[] = [
  {
    slug: "noor-haddad",
    name: "Noor Haddad",
    bio: "Editor and fact-checker: reads every sentence against its source.",
  },
  { slug: "bram-oyelaran", name: "Bram Oyelaran", bio: "Physicist; does the sums again before you can." },
  {
    slug: "yusuf-brandt",
    name: "Yusuf Brandt",
    bio: "Co-author of «Chance, in four lessons»; tried every exercise on his own class.",
  },
  { slug: "lin-yiwei", name: "林一苇", bio: "译者，替中文读者翻检外文的原始论文。" },
  { slug: "he-qinghe", name: "何青禾", bio: "编辑，核对史料与数字，删掉多余的形容词。" },
];

export const people: readonly Creator[] = [...authors, ...contributors];
