"use client";

import Link from "next/link";
import { useWords } from "../language/context.tsx";
import { useCourses } from "../oracle/queries.ts";
import { buttonClass } from "../parts/Button.tsx";
import { Loading } from "../parts/Loading.tsx";
import { Page } from "../parts/Page.tsx";
import { Problem } from "../parts/Problem.tsx";
import { SignedIn } from "../session/SignedIn.tsx";

/** A teacher's courses. */
export function Classroom() {
  const { classroom: words } = useWords().studio;
  return (
    <Page title={words.title} intro={words.intro}>
      <SignedIn reason={words.signIn}>
        <Courses />
      </SignedIn>
    </Page>
  );
}

function Courses() {
  const { classroom: words } = useWords().studio;
  const { data, error, refetch } = useCourses();
  if (error && !data) return <Problem error={error} retry={refetch} />;
  if (!data) return <Loading>{words.loading}</Loading>;
  return (
    <>
      {data.courses.length === 0 ? (
        <p className="border-t border-line py-8 font-serif text-lg">{words.empty}</p>
      ) : (
        <ul className="border-t-2 border-ink">
          {data.courses.map(({ id, title, summary, lessons }) => (
            <li key={id} className="border-b border-line py-5">
              <Link href={`/classroom/${id}`} className="font-serif text-2xl hover:text-link">
                {title}
              </Link>
              {summary && <p className="text-soft">{summary}</p>}
              <p className="text-sm text-soft">{words.lessons(lessons.length)}</p>
            </li>
          ))}
        </ul>
      )}
      <Link href="/classroom/new" className={`mt-6 ${buttonClass("solid")}`}>
        {words.create}
      </Link>
    </>
  );
}
