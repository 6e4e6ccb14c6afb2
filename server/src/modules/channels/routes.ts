import { Type } from 'typebox'
import { route, UuidSchema, WordsSchema, type AnyRoute } from '#platform/http'
import { listChannels } from './list.ts'

const listing = route({
  method: 'GET',
  path: '/v1/channels',
  summary: 'List the sales channels',
  tag: 'channels',
  audience: ['staff', 'machine'],
  permission: null,
  power: 'read',
  schema: {
    response: {
      200: Type.Object({
        items: Type.Array(
          Type.Object({
            id: UuidSchema,
            code: Type.String(),
            kind: Type.String({ description: 'web, app, till, kiosk, call-centre, office' }),
            name: WordsSchema,
            currency: Type.String(),
            country: Type.String({ description: 'whose law it sells under where no place tells' }),
          }),
        ),
      }),
    },
  },
  handle: async (ctx) => ({ items: await listChannels(ctx) }),
})

export const routes: AnyRoute[] = [listing]
