import { randomUUID } from "node:crypto";
import { createRoute, z } from "@hono/zod-openapi";
import { Editions } from "../insight/editions.ts";
import { insightIntoPieces } from "../insight/pieces.ts";
import { suggestForLessons } from "../insight/suggest.ts";
import type { Context } from "../service/context.ts";
import { BadInputError, ForbiddenError, NotFoundError } from "../service/errors.ts";
import type { Market } from "../service/market.ts";
import { type Course, deleteCourse, readCourse, readCourses, saveCourse } from "../store/courses.ts";
import { readReplaced } from "../store/editions.ts";
import { readAddress } from "./addresses.ts";
import { pieceInsightSchema, pieceInsightView, suggestionSchema } from "./insightSchemas.ts";
import { createRouter } from "./router.ts";
import { addressSchema, contentIdSchema, errors, json, jsonBody } from "./schemas.ts";
import { requireSession } from "./session.ts";

const tags = ["courses"];
const MOST_LESSONS = 50;
/** Of one creator's, and in one answer. */
const MOST_COURSES = 100;

const text = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `should have at most ${max} characters`)
    .refine((value) => !value.includes("\u0000"), "should not contain a NUL character");

const courseInput = z.object({
  title: text(200).min(1, "should not be empty"),
  summary: text(1_000).default(""),
  lessons: z
    .array(contentIdSchema)
    .min(1, "should name at least one lesson")
    .max(MOST_LESSONS, `should name at most ${MOST_LESSONS} lessons`)
    .refine((ids) => new Set(ids).size === ids.length, "should name each lesson once"),
});

const lessonSchema = z.object({
  contentId: contentIdSchema.openapi({ description: "Its newest edition" }),
  title: z.string(),
  language: z.string(),
});

const courseSchema = z
  .object({
    id: z.string(),
    creator: addressSchema,
    title: z.string(),
    summary: z.string(),
    lessons: z.array(lessonSchema),
  })
  .openapi("Course");

const idParam = z.object({ id: z.uuid("should be a course's id: a UUID") });

const list = createRoute({
  method: "get",
  path: "/courses",
  tags,
  summary: "Courses, oldest first",
  request: {
    query: z.object({
      creator: addressSchema.optional(),
      after: idParam.shape.id.optional().openapi({ description: "Only those after this one: for the next page" }),
      limit: z.coerce.number().int().min(1).max(MOST_COURSES).default(MOST_COURSES),
    }),
  },
  responses: { 200: json(z.object({ courses: z.array(courseSchema) }), "All, or one creator's"), ...errors(400, 404) },
});

const read = createRoute({
  method: "get",
  path: "/courses/{id}",
  tags,
  summary: "One course: its lessons in order",
  request: { params: idParam },
  responses: { 200: json(courseSchema, "The course"), ...errors(400, 404) },
});

const create = createRoute({
  method: "post",
  path: "/courses",
  tags,
  summary: "Make a course of the session's own pieces",
  request: jsonBody(courseInput),
  responses: { 201: json(courseSchema, "Made"), ...errors(400, 401, 403, 413, 415, 429) },
});

const change = createRoute({
  method: "put",
  path: "/courses/{id}",
  tags,
  summary: "Change a course: title, summary, lessons and their order",
  request: { params: idParam, ...jsonBody(courseInput) },
  responses: { 200: json(courseSchema, "Changed"), ...errors(400, 401, 403, 404, 413, 415, 429) },
});

const remove = createRoute({
  method: "delete",
  path: "/courses/{id}",
  tags,
  summary: "Take a course apart; its lessons stay",
  request: { params: idParam },
  responses: { 204: { description: "Gone" }, ...errors(400, 401, 403, 404, 429) },
});

const readAttention = createRoute({
  method: "get",
  path: "/courses/{id}/attention",
  tags,
  summary: "For the course's teacher: attention by lesson and section, before and after an edit, and what to change",
  request: { params: idParam },
  responses: {
    200: json(
      z.object({
        course: courseSchema,
        lessons: z.array(pieceInsightSchema),
        suggestions: z.array(suggestionSchema),
      }),
      "Lessons in order; every figure is of ten viewers or more",
    ),
    ...errors(400, 401, 403, 404, 429),
  },
});

export function courseRoutes(context: Context, market: Market) {
  const { db } = context.store;

  async function view(course: Course, editions?: Editions): Promise<z.infer<typeof courseSchema>> {
    const known = editions ?? new Editions(await readReplaced(db));
    const entries = await Promise.all(course.lessons.map((id) => market.catalogue.get(known.newest(id))));
    const { id, creator, title, summary } = course;
    return {
      ...{ id, creator, title, summary },
      lessons: entries.flatMap((entry) =>
        entry?.content.creator === creator
          ? { contentId: entry.contentId, title: entry.work?.title ?? "", language: entry.work?.language ?? "" }
          : [],
      ),
    };
  }

  async function find(id: string, field = "id"): Promise<Course> {
    const course = await readCourse(db, id);
    if (!course) throw unknownCourse(id, field);
    return course;
  }

  async function own(id: string, address: string): Promise<Course> {
    const course = await find(id);
    if (course.creator !== address) throw notTheTeacher(id);
    return course;
  }

  async function checkLessons(lessons: readonly string[], creator: string): Promise<void> {
    for (const [index, id] of lessons.entries()) {
      const entry = await market.catalogue.get(id);
      if (entry?.content.creator !== creator) throw notOwnLesson(index, id);
    }
  }

  return createRouter()
    .openapi(list, async (c) => {
      const { creator, after, limit } = c.req.valid("query");
      const found = await readCourses(db, {
        creator: creator && readAddress(creator, "creator"),
        after: after === undefined ? undefined : await find(after, "after"),
        limit,
      });
      const editions = new Editions(await readReplaced(db));
      return c.json({ courses: await Promise.all(found.map((course) => view(course, editions))) }, 200);
    })
    .openapi(read, async (c) => c.json(await view(await find(c.req.valid("param").id)), 200))
    .openapi(create, async (c) => {
      const creator = requireSession(c).address;
      const input = c.req.valid("json");
      await checkLessons(input.lessons, creator);
      if ((await readCourses(db, { creator, limit: MOST_COURSES })).length === MOST_COURSES) throw tooManyCourses();
      const course = { ...input, id: randomUUID(), creator, createdAtMs: context.clock.nowMs() };
      await saveCourse(db, course);
      return c.json(await view(course), 201);
    })
    .openapi(change, async (c) => {
      const { address } = requireSession(c);
      const course = await own(c.req.valid("param").id, address);
      const input = c.req.valid("json");
      await checkLessons(input.lessons, address);
      const changed = { ...course, ...input };
      await saveCourse(db, changed);
      return c.json(await view(changed), 200);
    })
    .openapi(remove, async (c) => {
      const { address } = requireSession(c);
      const { id } = await own(c.req.valid("param").id, address);
      await deleteCourse(db, id, address);
      return c.body(null, 204);
    })
    .openapi(readAttention, async (c) => {
      const course = await view(await own(c.req.valid("param").id, requireSession(c).address));
      const entries = await Promise.all(course.lessons.map(({ contentId }) => market.catalogue.get(contentId)));
      const lessons = await insightIntoPieces(
        context,
        entries.filter((entry) => entry !== null),
        market.catalogue.get,
      );
      c.header("cache-control", "private, no-store");
      return c.json({ course, lessons: lessons.map(pieceInsightView), suggestions: suggestForLessons(lessons) }, 200);
    });
}

function unknownCourse(id: string, field: string): NotFoundError {
  return new NotFoundError(`There is no course ${id}.`, {
    code: "unknown-course",
    field,
    hint: "GET /courses lists what there is.",
  });
}

function notTheTeacher(id: string): ForbiddenError {
  return new ForbiddenError(`Course ${id} isn't this wallet's.`, {
    code: "not-the-creator",
    field: "id",
    hint: "Sign in with the wallet that made the course.",
  });
}

function notOwnLesson(index: number, contentId: string): BadInputError {
  return new BadInputError(`lessons.${index}: content ${contentId} isn't one of this wallet's pieces.`, {
    code: "not-the-creator",
    field: `lessons.${index}`,
    hint: "A course is made of its creator's own published pieces: GET /studio lists them.",
  });
}

function tooManyCourses(): BadInputError {
  return new BadInputError(`This wallet has ${MOST_COURSES} courses already.`, {
    code: "too-many-courses",
    field: "title",
    hint: "Change one of them, or take one apart first.",
  });
}
