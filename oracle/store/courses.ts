import { and, asc, eq, gt, or } from "drizzle-orm";
import type { Database } from "./database.ts";
import { courses } from "./schema/insight.ts";

export type Course = typeof courses.$inferSelect;

export interface CoursesAsked {
  creator?: string;
  /** Only those after this one. */
  after?: Pick<Course, "createdAtMs" | "id">;
  limit: number;
}

/** All courses, or one creator's, oldest first. */
export async function readCourses(db: Database, { creator, after, limit }: CoursesAsked): Promise<Course[]> {
  return await db
    .select()
    .from(courses)
    .where(
      and(
        creator === undefined ? undefined : eq(courses.creator, creator),
        after &&
          or(
            gt(courses.createdAtMs, after.createdAtMs),
            and(eq(courses.createdAtMs, after.createdAtMs), gt(courses.id, after.id)),
          ),
      ),
    )
    .orderBy(asc(courses.createdAtMs), asc(courses.id))
    .limit(limit);
}

export async function readCourse(db: Database, id: string): Promise<Course | null> {
  const [row] = await db.select().from(courses).where(eq(courses.id, id));
  return row ?? null;
}

/** Keeps a course; one of the same id is replaced, if it is the same creator's. */
export async function saveCourse(db: Database, course: Course): Promise<void> {
  const { title, summary, lessons } = course;
  await db
    .insert(courses)
    .values(course)
    .onConflictDoUpdate({
      target: courses.id,
      set: { title, summary, lessons },
      setWhere: eq(courses.creator, course.creator),
    });
}

export async function deleteCourse(db: Database, id: string, creator: string): Promise<void> {
  await db.delete(courses).where(and(eq(courses.id, id), eq(courses.creator, creator)));
}
