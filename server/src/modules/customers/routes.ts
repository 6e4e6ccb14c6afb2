import { Refusal, invariant, type CustomerId, type OrderId } from '@splot/kernel'
import { Type, type Static } from 'typebox'
import {
  CUSTOMER_COOKIE,
  MAX_PASSWORD_LENGTH,
  MIN_PASSWORD_LENGTH,
  audit,
  cookieIn,
  endedCookie,
  isHttps,
  sessionCookie,
} from '#platform/auth'
import type { CommandContext } from '#platform/context'
import { Answer, InstantSchema, LocaleSchema, UuidSchema, route, type AnyRoute } from '#platform/http'
import { CUSTOMER_SESSION_MS, confirmPassword, signIn, signOut, signUp, type Begun } from './account.ts'
import { normalisePhone } from './blind-index.ts'
import { badPhone } from './refusals.ts'
import { changeContact } from './change-contact.ts'
import { customerById, customersByContact } from './contact.ts'
import { forget } from './forget.ts'
import { groupRoutes } from './group-routes.ts'
import { segmentRoutes } from './segments/routes.ts'
import { purchaseContacts } from './purchase-contact.ts'
import { shownCode } from './shown-code.ts'
import { customersById } from './store.ts'
import type { Customer } from './types.ts'
import { welcome, type BroughtBasket } from './welcome.ts'

const tag = 'customers'

const AddressSchema = Type.Object(
  {
    street: Type.String({ minLength: 1, maxLength: 200 }),
    postcode: Type.String({ minLength: 1, maxLength: 20 }),
    city: Type.String({ minLength: 1, maxLength: 100 }),
    country: Type.String({ pattern: '^[A-Z]{2}$' }),
  },
  { additionalProperties: false },
)
/** As people type it; compared without regard to capitals. */
export const EmailSchema = Type.String({ format: 'email', maxLength: 254 })
const contactFields = {
  name: Type.String({ minLength: 1, maxLength: 120 }),
  email: EmailSchema,
  phone: Type.Optional(Type.String({ minLength: 5, maxLength: 32 })),
  address: Type.Optional(AddressSchema),
}
/** Whom to reach, as somebody said it for an account or for one purchase. */
export const ContactSchema = Type.Object({
  ...contactFields,
  company: Type.Optional(
    Type.Object({
      name: Type.String(),
      nip: Type.String({ description: 'ten digits; she buys for this business' }),
    }),
  ),
})
const TypedPasswordSchema = Type.String({ minLength: 1, maxLength: MAX_PASSWORD_LENGTH })

export const CustomerSchema = Type.Object({
  id: UuidSchema,
  kind: Type.Union([Type.Literal('guest'), Type.Literal('registered')]),
  locale: LocaleSchema,
  contact: Type.Union([ContactSchema, Type.Null()], {
    description: 'null: forgotten on her request',
  }),
  createdAt: InstantSchema,
  forgottenAt: Type.Union([InstantSchema, Type.Null()]),
})

export const customerOut = (customer: Customer): Static<typeof CustomerSchema> => ({
  ...customer,
  createdAt: customer.createdAt.toISOString(),
  forgottenAt: customer.forgottenAt?.toISOString() ?? null,
})

const withCookie = <T>(status: number, body: T, token: string): Answer<T> =>
  new Answer(status, body, {
    'set-cookie': sessionCookie({
      name: CUSTOMER_COOKIE,
      token,
      maxAgeSeconds: CUSTOMER_SESSION_MS / 1000,
      secure: isHttps(),
    }),
  })

/** A guest's basket, with the token that opens it. */
const BroughtBasketSchema = Type.Object(
  { cartId: UuidSchema, token: Type.String({ minLength: 1, maxLength: 100 }) },
  { additionalProperties: false, description: 'what she filled before: its lines join her own basket' },
)
const SignedInSchema = Type.Object({
  customerId: UuidSchema,
  cartId: Type.Optional(
    Type.String({
      format: 'uuid',
      description: 'her own open basket, with what she brought; missing: she has none',
    }),
  ),
})

/** The answer to signing in, after what she brought was taken from her. */
async function signedIn(
  ctx: CommandContext,
  status: number,
  { customerId, token }: Begun,
  basket: Static<typeof BroughtBasketSchema> | undefined,
) {
  // The schema has checked that it is a UUID.
  const cartId = await welcome(ctx, customerId, basket as BroughtBasket | undefined)
  return withCookie(status, { customerId, ...(cartId && { cartId }) }, token)
}

const accountRoutes = [
  route({
    method: 'POST',
    path: '/v1/customers',
    summary: 'Open an account and sign in',
    description: 'Sets the cookie `splot_customer`. 409 `customers.email_taken`.',
    tag,
    audience: ['visitor', 'customer'],
    permission: null,
    power: 'command',
    idempotency: 'none',
    perMinute: 10,
    schema: {
      body: Type.Object(
        {
          ...contactFields,
          password: Type.String({ minLength: MIN_PASSWORD_LENGTH, maxLength: MAX_PASSWORD_LENGTH }),
          locale: Type.Optional(LocaleSchema),
          basket: Type.Optional(BroughtBasketSchema),
        },
        { additionalProperties: false },
      ),
      response: { 201: SignedInSchema },
    },
    handle: async (ctx, { body }) => {
      const { password, locale, basket, ...contact } = body
      if (contact.phone !== undefined && normalisePhone(contact.phone) === undefined) throw badPhone()
      return signedIn(ctx, 201, await signUp(ctx, { contact, password, locale: locale ?? 'pl' }), basket)
    },
  }),
  route({
    method: 'POST',
    path: '/v1/customers/sign-in',
    summary: 'Sign a registered customer in',
    description:
      'Sets the cookie `splot_customer`. `basket`, filled as a guest, joins her own. 401 `auth.wrong_credentials`, 429 `auth.too_many_attempts`.',
    tag,
    audience: ['visitor', 'customer'],
    permission: null,
    power: 'command',
    idempotency: 'none',
    perMinute: 30,
    schema: {
      body: Type.Object(
        {
          email: EmailSchema,
          password: TypedPasswordSchema,
          basket: Type.Optional(BroughtBasketSchema),
        },
        { additionalProperties: false },
      ),
      response: { 200: SignedInSchema },
    },
    handle: async (ctx, { body, ip }) => {
      const { email, password, basket } = body
      return signedIn(ctx, 200, await signIn(ctx, { email, password, address: ip }), basket)
    },
  }),
  route({
    method: 'POST',
    path: '/v1/customers/sign-out',
    summary: 'Sign the customer out',
    tag,
    audience: ['customer'],
    permission: null,
    power: 'write',
    idempotency: 'none',
    schema: {
      headers: Type.Object({ cookie: Type.Optional(Type.String()) }),
      response: { 204: Type.Null() },
    },
    handle: async (ctx, { headers }) => {
      const token = cookieIn(headers.cookie ?? '', CUSTOMER_COOKIE)
      if (token !== undefined) await signOut(ctx, token)
      return new Answer(204, null, { 'set-cookie': endedCookie(CUSTOMER_COOKIE, isHttps()) })
    },
  }),
  route({
    method: 'GET',
    path: '/v1/customers/me',
    summary: 'Show the signed-in customer her own data',
    tag,
    audience: ['customer'],
    permission: null,
    power: 'read',
    schema: { response: { 200: CustomerSchema } },
    handle: async (ctx) => {
      const customer = ctx.actor.customerId && (await customerById(ctx, ctx.actor.customerId))
      invariant(customer, 'the person behind a live session exists')
      return customerOut(customer)
    },
  }),
  route({
    method: 'GET',
    path: '/v1/customers/me/code',
    summary: 'Show the signed-in customer the code by which a till recognises her',
    description:
      'Another one each time, good for five minutes; it says nothing to whoever reads it. Shown as a QR code of `SPLOT:C:` and the code. `POST /v1/till-customers` takes it.',
    tag,
    audience: ['customer'],
    permission: null,
    power: 'read',
    perMinute: 30,
    schema: { response: { 200: Type.Object({ code: Type.String(), until: InstantSchema }) } },
    handle: async (ctx) => {
      invariant(ctx.actor.customerId, 'only customers pass this door')
      const { code, until } = shownCode(ctx.actor.customerId, ctx.now)
      return { code, until: until.toISOString() }
    },
  }),
  route({
    method: 'PATCH',
    path: '/v1/customers/me',
    summary: 'Let the signed-in customer put her own data right',
    description:
      'What is left out stays, null takes it out. The e-mail stays: it is what she signs in with. Orders that are placed keep what was said for them.',
    tag,
    audience: ['customer'],
    permission: null,
    power: 'command',
    idempotency: 'none',
    schema: {
      body: Type.Object(
        {
          name: Type.Optional(contactFields.name),
          phone: Type.Optional(Type.Union([Type.String({ minLength: 5, maxLength: 32 }), Type.Null()])),
          address: Type.Optional(Type.Union([AddressSchema, Type.Null()])),
        },
        { additionalProperties: false, minProperties: 1 },
      ),
      response: { 200: CustomerSchema },
    },
    handle: async (ctx, { body }) => {
      const { customerId } = ctx.actor
      invariant(customerId, 'only customers pass this door')
      if (typeof body.phone === 'string' && normalisePhone(body.phone) === undefined) throw badPhone()
      const customer = await ctx.platform.write(ctx.actor, async (write) => {
        await changeContact(write, customerId, body)
        return customerById(write, customerId)
      })
      invariant(customer, 'the person behind a live session exists')
      return customerOut(customer)
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/customers/me',
    summary: 'Forget me: erase my personal data for good',
    description: 'Needs the password again. Orders stay, without a name. Cannot be undone.',
    tag,
    audience: ['customer'],
    permission: null,
    power: 'command',
    idempotency: 'none',
    schema: {
      body: Type.Object({ password: TypedPasswordSchema }, { additionalProperties: false }),
      response: { 204: Type.Null() },
    },
    handle: async (ctx, { body }) => {
      const { customerId } = ctx.actor
      invariant(customerId, 'only customers pass this door')
      await confirmPassword(ctx, customerId, body.password)
      await ctx.platform.write(ctx.actor, (write) => forget(write, customerId))
      return new Answer(204, null, { 'set-cookie': endedCookie(CUSTOMER_COOKIE, isHttps()) })
    },
  }),
]

const serviceRoute = route({
  method: 'GET',
  path: '/v1/customers/:customerId',
  summary: 'Show a customer to somebody who serves her',
  description:
    'With `order` whom to reach about that order, as she said when she bought. Every look is written into the audit log.',
  tag,
  audience: ['staff', 'machine'],
  permission: 'customers.read',
  // It writes: no personal data is shown without a trace of who saw it.
  power: 'write',
  idempotency: 'none',
  schema: {
    params: Type.Object({ customerId: UuidSchema }),
    query: Type.Object({ order: Type.Optional(UuidSchema) }, { additionalProperties: false }),
    response: { 200: CustomerSchema },
  },
  handle: async (ctx, { params, query }) => {
    const customer = await customerById(ctx, params.customerId as CustomerId)
    if (!customer) throw new Refusal('not_found', 'customers.unknown', 'There is no such customer.')
    await audit(ctx, { action: 'customers.read', subject: customer.id })
    const orderId = (query.order ?? null) as OrderId | null
    const [said] = orderId ? await purchaseContacts(ctx, customer.id, { orderId, limit: 1 }) : []
    return customerOut(said ? { ...customer, contact: said.contact } : customer)
  },
})

const findRoute = route({
  method: 'POST',
  path: '/v1/customers/lookup',
  summary: 'Find the rows of a person by e-mail or phone, to carry out what she asks for',
  description:
    'Every purchase as a guest made a row of its own. Newest first, at most 200. Answers ids and dates only; every look-up is ' +
    'written into the audit log, without what was looked for.',
  tag,
  audience: ['staff'],
  permission: 'customers.read',
  everywhere: true,
  power: 'write',
  idempotency: 'none',
  perMinute: 60,
  schema: {
    body: Type.Union([
      Type.Object({ email: EmailSchema }, { additionalProperties: false }),
      Type.Object({ phone: Type.String({ minLength: 5, maxLength: 32 }) }, { additionalProperties: false }),
    ]),
    response: {
      200: Type.Object({
        items: Type.Array(
          Type.Object({
            id: UuidSchema,
            kind: CustomerSchema.properties.kind,
            createdAt: InstantSchema,
          }),
        ),
      }),
    },
  },
  handle: async (ctx, { body }) => {
    if ('phone' in body && normalisePhone(body.phone) === undefined) throw badPhone()
    const ids = await customersByContact(ctx, body)
    const rows = new Map((await customersById(ctx, ids)).map((row) => [row.id, row]))
    for (const id of ids) await audit(ctx, { action: 'customers.found', subject: id })
    return {
      items: ids.flatMap((id) => {
        const row = rows.get(id)
        return row ? [{ id, kind: row.kind, createdAt: row.created_at.toISOString() }] : []
      }),
    }
  },
})

export const routes: AnyRoute[] = [
  ...accountRoutes,
  findRoute,
  serviceRoute,
  ...groupRoutes,
  ...segmentRoutes,
]
