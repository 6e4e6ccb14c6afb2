import { newId, Refusal } from '@splot/kernel'
import { Type } from 'typebox'
import { audit } from '#platform/auth'
import { authorise } from '#platform/context'
import {
  decodeCursor,
  InstantSchema,
  pageFrom,
  pageOf,
  PageQuery,
  route,
  rowsAsked,
  SkuSchema,
  UuidSchema,
} from '#platform/http'
import { refuseUnknownSkus } from '../known-skus.ts'
import { assemble, takeApart } from './assemble.ts'
import {
  defineKit,
  listKits,
  MAX_COMPONENTS,
  MAX_PER_KIT,
  retireKit,
  type KitDefinition,
} from './define-kit.ts'
import { closed, oneOf, people, PiecesSchema, placeOf, SkuParams, skuOf, TAG } from './wire.ts'

const Components = Type.Array(
  Type.Object({ sku: SkuSchema, quantity: Type.Integer({ minimum: 1, maximum: MAX_PER_KIT }) }, closed),
  { minItems: 1, maxItems: MAX_COMPONENTS },
)
const kitKinds = ['virtual', 'packed'] as const
const KitSchema = Type.Object({
  sku: SkuSchema,
  kind: oneOf(kitKinds, 'virtual: taken apart wherever it is asked for; packed: a SKU with stock of its own'),
  components: Components,
  version: Type.Integer({
    description: 'grows with each change; holds keep the definition they were made by',
  }),
  changedAt: InstantSchema,
})

const kitOut = ({ sku, kind, components, version, changedAt }: KitDefinition) => ({
  sku,
  kind,
  components: [...components],
  version,
  changedAt: changedAt.toISOString(),
})

const noSuchKit = (): Refusal =>
  new Refusal('not_found', 'inventory.unknown_kit', 'There is no kit of this SKU.')

export const kitRoutes = [
  route({
    method: 'GET',
    path: '/v1/stock/kits',
    summary: 'List kits by SKU with their components',
    tag: TAG,
    audience: people,
    permission: 'stock.read',
    power: 'read',
    schema: { query: Type.Object(PageQuery, closed), response: { 200: pageOf(KitSchema) } },
    handle: async (ctx, { query }) => {
      const after = decodeCursor(query.cursor, ['text'])[0]
      const rows = await listKits(ctx, { after, limit: rowsAsked(query) })
      return pageFrom(rows, query, (kit) => kit.sku, kitOut)
    },
  }),
  route({
    method: 'GET',
    path: '/v1/stock/kits/:sku',
    summary: 'Show a kit',
    tag: TAG,
    audience: people,
    permission: 'stock.read',
    power: 'read',
    schema: { params: SkuParams, response: { 200: KitSchema } },
    handle: async (ctx, { params }) => {
      const [kit] = await listKits(ctx, { sku: skuOf(params.sku), limit: 1 })
      if (!kit) throw noSuchKit()
      return kitOut(kit)
    },
  }),
  route({
    method: 'PUT',
    path: '/v1/stock/kits/:sku',
    summary: 'Say what a kit consists of',
    description:
      'From now on; what is held already keeps its definition. A component is never a kit: 409 `inventory.kit_of_kits`. A SKU that was ever in stock cannot become a virtual kit: 409 `inventory.kit_has_stock`. A kit is one line with one VAT rate: 422 `inventory.kit_of_two_rates` names the rate of each part where they differ (a bundle promotion sells such a set), 422 `inventory.kit_bears_other_rate` where the article of the kit is of another class than its parts.',
    tag: TAG,
    audience: people,
    permission: 'stock.policy',
    everywhere: true,
    power: 'write',
    schema: {
      params: SkuParams,
      body: Type.Object({ kind: oneOf(kitKinds), components: Components }, closed),
      response: { 200: KitSchema },
    },
    handle: async (ctx, { params, body }) => {
      const components = body.components.map(({ sku, quantity }) => ({ sku: skuOf(sku), quantity }))
      await refuseUnknownSkus(ctx, components, (index) => `/components/${index}/sku`)
      const kit = await defineKit(ctx, { sku: skuOf(params.sku), kind: body.kind, components })
      const detail = { kind: kit.kind, components, version: kit.version }
      await audit(ctx, { action: 'inventory.kit_defined', subject: kit.sku, locationId: null, detail })
      return kitOut(kit)
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/stock/kits/:sku',
    summary: 'Sell a kit no more',
    tag: TAG,
    audience: people,
    permission: 'stock.policy',
    everywhere: true,
    power: 'write',
    schema: { params: SkuParams, response: { 204: Type.Null() } },
    handle: async (ctx, { params }) => {
      if (!(await retireKit(ctx, skuOf(params.sku)))) throw noSuchKit()
      await audit(ctx, { action: 'inventory.kit_retired', subject: params.sku, locationId: null })
      return null
    },
  }),
  route({
    method: 'POST',
    path: '/v1/stock/kits/:sku/assemblies',
    summary: 'Put packed kits together, or take them apart, in a place',
    description: 'A physical fact: components that the book did not know of raise `inventory.oversold`.',
    tag: TAG,
    audience: people,
    permission: 'stock.adjust',
    power: 'write',
    schema: {
      params: SkuParams,
      body: Type.Object(
        {
          locationId: UuidSchema,
          quantity: PiecesSchema,
          step: oneOf(['assemble', 'take_apart']),
        },
        closed,
      ),
      response: { 201: Type.Object({ assemblyId: UuidSchema }) },
    },
    handle: async (ctx, { params, body }) => {
      const locationId = placeOf(body.locationId)
      authorise(ctx.actor, 'stock.adjust', locationId)
      const assemblyId = newId()
      const { quantity, step } = body
      const assembly = {
        document: { kind: 'kit' as const, id: assemblyId },
        locationId,
        sku: skuOf(params.sku),
        quantity,
      }
      await (step === 'assemble' ? assemble(ctx, assembly) : takeApart(ctx, assembly))
      const detail = { sku: params.sku, quantity, step }
      await audit(ctx, { action: 'inventory.kit_assembled', subject: assemblyId, locationId, detail })
      return { assemblyId }
    },
  }),
]
