import { requestWords } from "../language/server.ts";
import { Loading } from "../parts/Loading.tsx";

export default async function LoadingPage() {
  return <Loading>{(await requestWords()).loading}</Loading>;
}
