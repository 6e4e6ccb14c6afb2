import { randomBytes, randomInt } from 'node:crypto'
import type { WriteContext } from '#platform/context'
import { importStaff } from './import-staff.ts'

const NUMBER = '1000'
const EMAIL = 'manager@localhost'
const PASSWORD_BYTES = 15

/**
 * Hires the person who hires everybody else, when a new house has nobody yet. Answers her sign-in, to be shown once; null
 * when somebody is there already.
 */
export async function hireFirstManager(
  ctx: WriteContext,
): Promise<{ email: string; password: string; number: string; pin: string } | null> {
  const [somebody] = await ctx.query('select 1 from staff.staff limit 1')
  if (somebody) return null
  const first = {
    number: NUMBER,
    name: 'Manager',
    email: EMAIL,
    password: randomBytes(PASSWORD_BYTES).toString('base64url'),
    pin: String(randomInt(10_000)).padStart(4, '0'),
  }
  const added = await importStaff(ctx, [{ ...first, role: 'manager', locationCode: null }])
  return added === 1 ? first : null
}
