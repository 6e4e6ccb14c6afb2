import { Refusal } from '@splot/kernel'

export const refuseUnknownCountry = (pointer: string): Refusal =>
  new Refusal(
    'unprocessable',
    'tax.unknown_country',
    'Nothing is known of the rates of this country then. Goods are not sent there.',
    { errors: [{ pointer, detail: 'no rates' }] },
  )
