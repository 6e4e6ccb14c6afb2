import { Refusal } from '@splot/kernel'

/** A number that nobody can call. */
export const badPhone = (): Refusal =>
  new Refusal('invalid', 'customers.bad_phone', 'This is not a phone number. Write it as +48 601 234 567.', {
    errors: [{ pointer: '/phone', detail: 'a number that can be called' }],
  })
