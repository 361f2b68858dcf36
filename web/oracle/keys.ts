/** Whether a query reads the chain or public figures: what every transaction may have changed. */
export function isPublic({ queryKey }: { queryKey: readonly unknown[] }): boolean {
  return queryKey[0] !== keys.mine[0] && queryKey[0] !== keys.session[0];
}

/** Query keys. What depends on who asks begins with "me", so that signing in or out drops it all at once. */
export const keys = {
  status: ["status"],
  session: ["session"],
  mine: ["me"],
  consent: (who: string) => ["me", who, "consent"],
  attention: (who: string) => ["me", who, "attention"],
  contentAttention: (who: string, id: string) => ["me", who, "attention", id],
  feeds: (who: string) => ["me", who, "feed"],
  feed: (who: string, scope: string, language: string) => ["me", who, "feed", scope, language],
  body: (who: string, id: string) => ["me", who, "body", id],
  library: (who: string) => ["me", who, "library"],
  quotes: (who: string, id: string, terms: Record<string, string>) => ["me", who, "quotes", id, terms],
  creator: (who: string, address: string) => ["me", who, "creator", address.toLowerCase()],
  faucet: (address: string) => ["faucet", address.toLowerCase()],
  earnings: (who: string) => ["me", who, "earnings"],
  earning: (who: string) => ["me", who, "earning"],
  appeals: (who: string) => ["me", who, "appeals"],
  studio: (who: string) => ["me", who, "studio"],
  studioPiece: (who: string, id: string) => ["me", who, "studio", id],
  courses: (who: string) => ["me", who, "courses"],
  course: (who: string, id: string) => ["me", who, "courses", id],
  market: ["market"],
  epochs: ["epochs"],
  epoch: (epoch: number) => ["epochs", epoch],
  campaigns: (advertiser: string) => ["campaigns", advertiser.toLowerCase()],
  campaign: (id: string) => ["campaign", id],
  audience: (who: string, audience: object) => ["me", who, "audience", audience],
  ad: (who: string, contentId: string) => ["me", who, "ad", contentId],
  deviceModel: ["device", "model"],
  deviceOrder: ["device", "order"],
  content: (id: string) => ["content", id],
} as const;
