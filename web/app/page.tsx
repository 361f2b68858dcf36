import { Feed } from "../feed/Feed.tsx";

export default function FeedPage() {
  return <Feed />;
}
