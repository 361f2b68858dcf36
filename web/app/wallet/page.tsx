import type { Metadata } from "next";
import { requestWords } from "../../language/server.ts";
import { WalletAndData } from "../../wallet/WalletAndData.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestWords()).wallet.title };
}

export default function WalletPage() {
  return <WalletAndData />;
}
