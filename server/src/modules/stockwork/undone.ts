import type { ReadContext } from '#platform/context'

/** By which paper a document was taken back. */
export type Undone = {
  readonly documentId: string
  readonly number: string
  readonly reason: string
  readonly at: Date
  readonly staffId: string | null
}

/** Which of these documents were taken back, by their id. */
export async function undoneOf(
  ctx: ReadContext,
  kind: string,
  documentIds: readonly string[],
): Promise<ReadonlyMap<string, Undone>> {
  const rows = await ctx.query<Undone>(
    `select document_id as "documentId", number, reason, at, staff_id as "staffId" from stockwork.undo
      where document_kind = $1 and document_id = any($2::uuid[])`,
    [kind, documentIds],
  )
  return new Map(rows.map((row) => [row.documentId, row]))
}
