"use client";

import Link from "next/link";
import { useFormats, useWords } from "../language/context.tsx";
import { useCourseAttention } from "../oracle/queries.ts";
import type { CourseAttention } from "../oracle/types.ts";
import { buttonClass } from "../parts/Button.tsx";
import { SeriesChart } from "../parts/Chart.tsx";
import { Loading } from "../parts/Loading.tsx";
import { Page } from "../parts/Page.tsx";
import { Problem } from "../parts/Problem.tsx";
import { Section } from "../parts/Section.tsx";
import { Table } from "../parts/Table.tsx";
import { SignedIn } from "../session/SignedIn.tsx";
import { SectionChart } from "../studio/SectionChart.tsx";
import { Suggestions } from "../studio/Suggestions.tsx";

/** One course as its teacher sees it: from lesson to lesson, section by section, before and after edits. */
export function CourseRoom({ id }: { id: string }) {
  const { classroom: words } = useWords().studio;
  const { data, error, refetch } = useCourseAttention(id);
  return (
    <Page title={data?.course.title ?? words.title} intro={data?.course.summary || undefined}>
      <SignedIn reason={words.signIn}>
        {error && !data ? (
          <Problem error={error} retry={refetch} />
        ) : data ? (
          <Room data={data} />
        ) : (
          <Loading>{words.loadingCourse}</Loading>
        )}
      </SignedIn>
    </Page>
  );
}

function Room({ data }: { data: CourseAttention }) {
  const { studio, colon } = useWords();
  const { classroom: words } = studio;
  const { course, lessons, suggestions } = data;
  return (
    <>
      <p className="-mt-4 mb-8 flex flex-wrap gap-2">
        <Link href="/classroom" className="mr-3 self-center py-2 text-sm text-link">
          {words.title}
        </Link>
        <Link href={`/classroom/${course.id}/edit`} className={buttonClass()}>
          {words.change}
        </Link>
      </p>
      <Section title={words.attention}>
        <Lessons data={data} />
        <p className="mt-4 max-w-2xl text-sm text-soft">{studio.privacy}</p>
      </Section>
      <Section title={studio.suggestions}>
        <Suggestions suggestions={suggestions} />
      </Section>
      <Section title={words.cohorts}>
        <Cohorts data={data} />
      </Section>
      <Section title={words.sections}>
        <p className="mb-6 max-w-prose text-sm text-soft">{studio.alongHint}</p>
        <div className="space-y-12">
          {lessons.map((lesson, index) => {
            const title = `${words.lessonNumber(index + 1)}${colon}${course.lessons[index]?.title ?? ""}`;
            return (
              <section key={lesson.contentId} aria-label={title}>
                <h3 className="mb-3 font-serif text-xl font-semibold">
                  <Link href={`/studio/${lesson.contentId}`} className="hover:text-link">
                    {title}
                  </Link>
                </h3>
                <SectionChart title={title} sections={lesson.sections} />
                {lesson.suggestions.length > 0 && (
                  <div className="mt-6">
                    <Suggestions suggestions={lesson.suggestions} />
                  </div>
                )}
              </section>
            );
          })}
        </div>
      </Section>
    </>
  );
}

function Lessons({ data: { course, lessons } }: { data: CourseAttention }) {
  const { studio: words, seconds } = useWords();
  const { whole } = useFormats();
  const percent = (value: number | null) => (value === null ? "–" : words.percent(whole(value)));
  return (
    <>
      <SeriesChart
        kind="bars"
        title={words.classroom.attention}
        xLabel={words.classroom.lesson}
        yLabel={words.readers}
        series={[{ name: words.readers, format: whole, tone: "attention" }]}
        rows={lessons.map(({ viewers }, index) => ({ label: String(index + 1), values: [viewers] }))}
      />
      <div className="mt-6">
        <Table
          caption={words.classroom.attention}
          columns={[
            { name: words.classroom.lesson },
            ...[words.readers, words.attention, words.completion, words.returning].map((name) => ({
              name,
              figures: true,
            })),
          ]}
          rows={lessons.map((lesson, index) => ({
            key: lesson.contentId,
            cells: [
              <span key="title" className="block min-w-48">
                {index + 1}. {course.lessons[index]?.title}
              </span>,
              lesson.viewers === null ? words.few : words.about(whole(lesson.viewers)),
              lesson.seconds === null ? "–" : seconds(whole(lesson.seconds)),
              percent(lesson.completion),
              percent(lesson.returning),
            ],
          }))}
        />
      </div>
    </>
  );
}

/** The readers of an edition beside those of the one before it. */
function Cohorts({ data: { course, lessons } }: { data: CourseAttention }) {
  const { studio: words, seconds, colon } = useWords();
  const { whole } = useFormats();
  const percent = (value: number | null) => (value === null ? "–" : words.percent(whole(value)));
  const edited = lessons.flatMap((lesson, index) => (lesson.before ? { lesson, before: lesson.before, index } : []));
  if (edited.length === 0) return <p className="font-serif text-lg text-soft">{words.classroom.noCohorts}</p>;
  return edited.map(({ lesson, before, index }) => (
    <div key={lesson.contentId} className="mb-8">
      <h3 className="mb-2 font-serif text-xl">
        {words.classroom.lessonNumber(index + 1)}
        {colon}
        {course.lessons[index]?.title}
      </h3>
      <Table
        caption={words.classroom.cohorts}
        columns={[
          { name: words.classroom.cohort },
          ...[words.readers, words.attention, words.completion, words.returning].map((name) => ({
            name,
            figures: true,
          })),
        ]}
        rows={[before, lesson].map((one) => ({
          key: one.contentId,
          cells: [
            one === before ? words.classroom.oldEdition : words.classroom.newEdition,
            one.viewers === null ? words.few : words.about(whole(one.viewers)),
            one.seconds === null ? "–" : seconds(whole(one.seconds)),
            percent(one.completion),
            percent(one.returning),
          ],
        }))}
      />
    </div>
  ));
}
