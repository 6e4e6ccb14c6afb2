import { invariant, type LocationId, type StaffId } from '@splot/kernel'
import { Type } from 'typebox'
import { placesOf } from '#platform/context'
import { STAFF_COOKIE, cookieIn, endedCookie, isHttps, sessionCookie } from '#platform/auth'
import {
  Answer,
  decodeCursor,
  InstantSchema,
  pageFrom,
  pageOf,
  PageQuery,
  route,
  rowsAsked,
  UuidSchema,
  type AnyRoute,
} from '#platform/http'
import { readAudit } from './audit-log.ts'
import { changeStaff } from './change-staff.ts'
import { deviceRoutes } from './device-routes.ts'
import { hire } from './hire.ts'
import { keyRoutes } from './key-routes.ts'
import { SESSION_MS } from './session.ts'
import { signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'
import { staffAfter, staffById } from './store.ts'
import {
  AssignmentSchema,
  EmailSchema,
  NameSchema,
  NewPasswordSchema,
  NumberSchema,
  PinSchema,
  SignedInSchema,
  StaffSchema,
  TypedPasswordSchema,
  signedInOut,
  staffOut,
} from './wire.ts'

const tag = 'staff'

const placed = (assignments: readonly { role: string; locationId: string | null }[]) =>
  // The schema has checked that it is a UUID.
  assignments.map(({ role, locationId }) => ({ role, locationId: locationId as LocationId | null }))

const sessionRoutes = [
  route({
    method: 'POST',
    path: '/v1/staff/sign-in',
    summary: 'Sign in to the office',
    description:
      'Sets the cookie `splot_staff`. 401 `auth.wrong_credentials` whatever was wrong; 429 `auth.too_many_attempts` after five wrong passwords.',
    tag,
    audience: ['visitor', 'customer', 'staff'],
    permission: null,
    power: 'command',
    idempotency: 'none',
    perMinute: 30,
    schema: {
      body: Type.Object(
        { email: EmailSchema, password: TypedPasswordSchema },
        { additionalProperties: false },
      ),
      response: { 200: SignedInSchema },
    },
    handle: async (ctx, { body, ip }) => {
      const { staff, grants, token } = await signIn(ctx, { ...body, address: ip })
      const cookie = {
        name: STAFF_COOKIE,
        token,
        maxAgeSeconds: SESSION_MS / 1000,
        secure: isHttps(),
      } as const
      return new Answer(200, signedInOut(staff, grants), { 'set-cookie': sessionCookie(cookie) })
    },
  }),
  route({
    method: 'POST',
    path: '/v1/staff/sign-out',
    summary: 'Sign out of the office',
    tag,
    audience: ['staff'],
    permission: null,
    power: 'write',
    idempotency: 'none',
    schema: {
      headers: Type.Object({ cookie: Type.Optional(Type.String()) }),
      response: { 204: Type.Null() },
    },
    handle: async (ctx, { headers }) => {
      const token = cookieIn(headers.cookie ?? '', STAFF_COOKIE)
      if (token !== undefined) await signOut(ctx, token)
      return new Answer(204, null, { 'set-cookie': endedCookie(STAFF_COOKIE, isHttps()) })
    },
  }),
  route({
    method: 'GET',
    path: '/v1/staff/me',
    summary: 'Show who is signed in and what she may do',
    tag,
    audience: ['staff'],
    permission: null,
    power: 'read',
    schema: { response: { 200: SignedInSchema } },
    handle: async (ctx) => {
      const staff = ctx.actor.staffId && (await staffById(ctx, ctx.actor.staffId))
      invariant(staff, 'the person behind a live session exists')
      return signedInOut(staff, ctx.actor.grants)
    },
  }),
]

const peopleRoutes = [
  route({
    method: 'GET',
    path: '/v1/staff',
    summary: 'List the people who work here',
    tag,
    audience: ['staff'],
    permission: 'staff.manage',
    power: 'read',
    schema: { query: Type.Object(PageQuery), response: { 200: pageOf(StaffSchema) } },
    handle: async (ctx, { query }) => {
      const [after = null] = decodeCursor(query.cursor, ['text'])
      const people = await staffAfter(ctx, after, rowsAsked(query))
      return pageFrom(people, query, ({ number }) => number, staffOut)
    },
  }),
  route({
    method: 'POST',
    path: '/v1/staff',
    summary: 'Add somebody',
    tag,
    audience: ['staff'],
    permission: 'staff.manage',
    power: 'command',
    idempotency: 'none',
    schema: {
      body: Type.Object(
        {
          number: NumberSchema,
          name: NameSchema,
          email: Type.Optional(EmailSchema),
          pin: Type.Optional(PinSchema),
          password: Type.Optional(NewPasswordSchema),
          assignments: Type.Array(AssignmentSchema, { maxItems: 100 }),
        },
        { additionalProperties: false },
      ),
      response: { 201: StaffSchema },
    },
    handle: async (ctx, { body }) =>
      staffOut(await hire(ctx, { ...body, assignments: placed(body.assignments) })),
  }),
  route({
    method: 'PATCH',
    path: '/v1/staff/:staffId',
    summary: 'Change somebody, her roles and places, or deactivate her',
    description:
      'What is not named stays. Deactivating, or setting a password or PIN, signs her out everywhere at once. `If-Match` with the version you saw is welcome.',
    tag,
    audience: ['staff'],
    permission: 'staff.manage',
    power: 'command',
    idempotency: 'none',
    ifMatch: 'optional',
    schema: {
      params: Type.Object({ staffId: UuidSchema }),
      body: Type.Object(
        {
          name: Type.Optional(NameSchema),
          email: Type.Optional(Type.Union([EmailSchema, Type.Null()])),
          pin: Type.Optional(PinSchema),
          password: Type.Optional(NewPasswordSchema),
          active: Type.Optional(Type.Boolean()),
          assignments: Type.Optional(Type.Array(AssignmentSchema, { maxItems: 100 })),
        },
        { additionalProperties: false, minProperties: 1 },
      ),
      response: { 200: StaffSchema },
    },
    handle: async (ctx, { params, body, ifMatch }) => {
      const { assignments, ...rest } = body
      const change = { ...rest, ...(assignments && { assignments: placed(assignments) }) }
      return staffOut(await changeStaff(ctx, params.staffId as StaffId, change, ifMatch))
    },
  }),
]

const auditRoute = route({
  method: 'GET',
  path: '/v1/audit',
  summary: 'Read what staff changed, newest first',
  tag,
  audience: ['staff', 'machine'],
  permission: 'audit.read',
  power: 'read',
  schema: {
    query: Type.Object({
      ...PageQuery,
      subject: Type.Optional(Type.String({ maxLength: 100 })),
      staffId: Type.Optional(UuidSchema),
      action: Type.Optional(
        Type.String({ maxLength: 100, description: '`staff.hired`, or `staff` for all of them' }),
      ),
    }),
    response: {
      200: pageOf(
        Type.Object({
          id: UuidSchema,
          at: InstantSchema,
          staffId: Type.Union([UuidSchema, Type.Null()]),
          staffName: Type.Union([Type.String(), Type.Null()]),
          actorKind: Type.String(),
          actorId: Type.String(),
          locationId: Type.Union([UuidSchema, Type.Null()]),
          action: Type.String(),
          subject: Type.String(),
          detail: Type.Record(Type.String(), Type.Unknown()),
        }),
      ),
    },
  },
  handle: async (ctx, { query }) => {
    const [at, id] = decodeCursor(query.cursor, ['instant', 'uuid'])
    const lines = await readAudit(ctx, {
      subject: query.subject ?? null,
      staffId: query.staffId ?? null,
      action: query.action ?? null,
      before: at === undefined || id === undefined ? null : { at: new Date(at), id },
      places: placesOf(ctx.actor, 'audit.read'),
      limit: rowsAsked(query),
    })
    return pageFrom(
      lines,
      query,
      (line) => [line.at.toISOString(), line.id],
      (line) => ({ ...line, at: line.at.toISOString() }),
    )
  },
})

export const routes: AnyRoute[] = [
  ...sessionRoutes,
  ...peopleRoutes,
  auditRoute,
  ...deviceRoutes,
  ...keyRoutes,
]
