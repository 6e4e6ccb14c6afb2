import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import { Type, type TObject, type TProperties } from 'typebox'
import type { AnyRoute } from './route.ts'

type Transform = NonNullable<FastifyDynamicSwaggerOptions['transform']>

const CommandKey = Type.String({
  minLength: 16,
  maxLength: 200,
  description: 'a new UUID for each command; a repetition with it gets the first answer',
})
const SeenVersion = Type.String({
  description: 'the version that was seen, as its `ETag` says it: `"3"`; 412 when it is another one by now',
})

/**
 * What the reference tells of a route besides its schemas: headers that every route treats alike, so none declares them, and files that are
 * no JSON (a text whose schema has a `contentMediaType`).
 */
export function describedRoutes(routes: readonly AnyRoute[]): Transform {
  const known = new Map(routes.map((route) => [`${route.method} ${route.path}`, route]))
  return ({ schema, url, route }) => {
    const definition = known.get(`${String(route.method)} ${url}`)
    if (!definition) return { schema, url }
    const headers = headersOf(definition)
    // Schemas of routes are plain JSON: what is changed here is copied, never written into them.
    const response = Object.fromEntries(Object.entries(schema.response as object).map(asFile))
    return { schema: { ...schema, response, ...(headers && { headers }) }, url }
  }
}

function headersOf({ method, schema, idempotency = 'optional', ifMatch }: AnyRoute): TObject | undefined {
  // Headers of a route are an object with properties, or none (`ownHeaders`).
  const own = schema.headers as TObject | undefined
  const takesKey = method !== 'GET' && idempotency !== 'none'
  const properties: TProperties = {
    ...own?.properties,
    ...(takesKey && {
      'idempotency-key': idempotency === 'required' ? CommandKey : Type.Optional(CommandKey),
    }),
    ...(ifMatch && { 'if-match': ifMatch === 'required' ? SeenVersion : Type.Optional(SeenVersion) }),
  }
  return Object.keys(properties).length === 0 ? undefined : Type.Object(properties)
}

function asFile([status, answer]: [string, { contentMediaType?: string; description?: string }]): [
  string,
  object,
] {
  const { contentMediaType, ...schema } = answer
  if (contentMediaType === undefined) return [status, answer]
  return [status, { description: schema.description ?? '', content: { [contentMediaType]: { schema } } }]
}
