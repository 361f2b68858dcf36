import type { Metadata } from "next";
import { requestWords } from "../../language/server.ts";
import { Market } from "../../market/Market.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestWords()).market.title };
}

export default function MarketPage() {
  return <Market />;
}
