"use client";

import { ArrowDown, ArrowUp, Plus, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useWords } from "../language/context.tsx";
import { useDeleteCourse, useSaveCourse } from "../oracle/mutations.ts";
import { useCourses, useStudio } from "../oracle/queries.ts";
import type { Course, Studio } from "../oracle/types.ts";
import { Button } from "../parts/Button.tsx";
import { Field, INPUT } from "../parts/Field.tsx";
import { FieldProblem } from "../parts/FieldProblem.tsx";
import { Loading } from "../parts/Loading.tsx";
import { Page } from "../parts/Page.tsx";
import { Problem } from "../parts/Problem.tsx";
import { SignedIn } from "../session/SignedIn.tsx";

/** Making a course, or changing the one of this id. */
export function CourseEditor({ id }: { id: string | null }) {
  const { classroom: words } = useWords().studio;
  const { data: studio, error, refetch } = useStudio();
  const { data } = useCourses();
  const course = data?.courses.find((one) => one.id === id) ?? null;
  return (
    <Page title={id === null ? words.newTitle : words.editTitle}>
      <SignedIn reason={words.signIn}>
        {error && !studio ? (
          <Problem error={error} retry={refetch} />
        ) : studio && data ? (
          <CourseForm key={course?.id} course={course} pieces={studio.pieces} />
        ) : (
          <Loading>{words.loading}</Loading>
        )}
      </SignedIn>
    </Page>
  );
}

function CourseForm({ course, pieces }: { course: Course | null; pieces: Studio["pieces"] }) {
  const { classroom: words } = useWords().studio;
  const router = useRouter();
  const [title, setTitle] = useState(course?.title ?? "");
  const [summary, setSummary] = useState(course?.summary ?? "");
  const [lessons, setLessons] = useState(course?.lessons.map(({ contentId }) => contentId) ?? []);
  const [asked, setAsked] = useState(false);
  const saving = useSaveCourse(course?.id ?? null);
  const removing = useDeleteCourse();
  const offered = pieces.filter(({ listed, contentId }) => listed && !lessons.includes(contentId));
  const titleOf = (id: string) => pieces.find(({ contentId }) => contentId === id)?.title ?? id;
  const save = () => {
    setAsked(true);
    if (!title.trim() || lessons.length === 0) return;
    saving.mutate({ title, summary, lessons }, { onSuccess: ({ id }) => router.push(`/classroom/${id}`) });
  };
  if (pieces.length === 0) return <p className="border-t border-line py-8 font-serif text-lg">{words.noPieces}</p>;
  return (
    <form
      noValidate
      className="max-w-2xl space-y-6 border-t border-line py-8"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Field label={words.name} problem={asked && !title.trim() ? words.badTitle : undefined}>
        {(control) => (
          <input {...control} value={title} onChange={(event) => setTitle(event.target.value)} className={INPUT} />
        )}
      </Field>
      <Field label={words.summary}>
        {(control) => (
          <input {...control} value={summary} onChange={(event) => setSummary(event.target.value)} className={INPUT} />
        )}
      </Field>
      <fieldset className="space-y-3">
        <legend className="text-sm font-medium">{words.choose}</legend>
        <p className="text-sm text-soft">{words.chooseHint}</p>
        {lessons.length === 0 && <p className="font-serif text-lg text-soft">{words.none}</p>}
        <Chosen lessons={lessons} change={setLessons} titleOf={titleOf} />
        <ul>
          {offered.map(({ contentId, title: name }) => (
            <li key={contentId} className="flex items-center gap-2 border-b border-line py-1 text-soft">
              <span className="min-w-0 flex-1">{name}</span>
              <Button look="quiet" aria-label={words.add(name)} onClick={() => setLessons([...lessons, contentId])}>
                <Plus aria-hidden="true" size={16} />
              </Button>
            </li>
          ))}
        </ul>
        {asked && lessons.length === 0 && <FieldProblem>{words.badLessons}</FieldProblem>}
      </fieldset>
      {(saving.error ?? removing.error) && <Problem error={(saving.error ?? removing.error)!} />}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" look="solid" disabled={saving.isPending}>
          {saving.isPending ? words.saving : words.save}
        </Button>
        {course && (
          <Button
            disabled={removing.isPending}
            title={words.removeHint}
            onClick={() => removing.mutate(course.id, { onSuccess: () => router.push("/classroom") })}
          >
            {removing.isPending ? words.removing : words.remove}
          </Button>
        )}
      </div>
    </form>
  );
}

interface ChosenProps {
  lessons: readonly string[];
  change(lessons: string[]): void;
  titleOf(contentId: string): string;
}

/** The chosen lessons in order, to be moved and left out by button. */
function Chosen({ lessons, change, titleOf }: ChosenProps) {
  const { classroom: words } = useWords().studio;
  const move = (index: number, by: -1 | 1) => {
    const next = lessons.toSpliced(index, 1);
    next.splice(index + by, 0, lessons[index]!);
    change(next);
  };
  return (
    <ol className="border-t-2 border-ink">
      {lessons.map((id, index) => {
        const title = titleOf(id);
        return (
          <li key={id} className="flex items-center gap-2 border-b border-line py-1">
            <span className="figures w-6 text-soft">{index + 1}</span>
            <span className="min-w-0 flex-1 font-serif">{title}</span>
            <Button look="quiet" aria-label={words.up(title)} disabled={index === 0} onClick={() => move(index, -1)}>
              <ArrowUp aria-hidden="true" size={16} />
            </Button>
            <Button
              look="quiet"
              aria-label={words.down(title)}
              disabled={index === lessons.length - 1}
              onClick={() => move(index, 1)}
            >
              <ArrowDown aria-hidden="true" size={16} />
            </Button>
            <Button look="quiet" aria-label={words.drop(title)} onClick={() => change(lessons.toSpliced(index, 1))}>
              <X aria-hidden="true" size={16} />
            </Button>
          </li>
        );
      })}
    </ol>
  );
}
