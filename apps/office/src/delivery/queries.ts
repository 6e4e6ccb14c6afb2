import { unwrap } from '@splot/client'
import { queryOptions } from '@tanstack/react-query'
import { splot } from '../api/client.ts'
import type { Got } from '../api/types.ts'

export type Rate = Got<'/v1/tax/rates'>['items'][number]
export type Registration = Got<'/v1/tax/registrations'>['items'][number]
type Country = Got<'/v1/delivery/countries'>['items'][number]
/** One way to one country. */
export type Served = Country['ways'][number] & Pick<Country, 'country'>

/** `day` as the field gives it; left out: today. */
export const ratesQuery = (country: string, day: string | undefined) =>
  queryOptions({
    queryKey: ['tax-rates', country, day],
    queryFn: ({ signal }) =>
      unwrap(splot.GET('/v1/tax/rates', { params: { query: { country, day } }, signal })),
  })

/** The newest of a country first. */
export const registrationsQuery = queryOptions({
  queryKey: ['tax-registrations'],
  queryFn: ({ signal }) => unwrap(splot.GET('/v1/tax/registrations', { signal })),
})

export const servedQuery = (currency: string) =>
  queryOptions({
    queryKey: ['delivery-countries', currency],
    queryFn: async ({ signal }) => {
      const { items } = await unwrap(
        splot.GET('/v1/delivery/countries', { params: { query: { currency } }, signal }),
      )
      return { items: items.flatMap(({ country, ways }) => ways.map((way): Served => ({ country, ...way }))) }
    },
  })
