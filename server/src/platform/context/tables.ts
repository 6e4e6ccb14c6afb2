import type { Kysely } from 'kysely'
import type { ReadContext } from './context.ts'

/** The query builder over one module's own tables; another module's table is then a type error. */
export const tables = <Tables>(ctx: ReadContext): Kysely<Tables> => ctx.kysely as unknown as Kysely<Tables>
