import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { unwrap } from '@splot/client'
import { toast, useFormat } from '@splot/ui'
import { problemOf, splot } from '../api/client.ts'
import { errorsFrom, type FieldError, type PromotionDraft } from './draft.ts'
import { useRefreshPromotions } from './parts.tsx'
import type { Publication } from './PublishButton.tsx'
import { sent, type PromotionDetail, type PromotionRow } from './queries.ts'
import { useT } from './words.ts'

type StepsOf = Readonly<{
  record: PromotionRow | null
  version: number
  draft: PromotionDraft
  isDirty: boolean
  onSaved: (saved: PromotionRow) => void
  onRefused: (errors: readonly FieldError[]) => void
}>

/** What can be done with a promotion: saving, publishing (which saves first), ending, deleting a draft. */
export function useSteps({ record, version, draft, isDirty, onSaved, onRefused }: StepsOf) {
  const t = useT('promo')
  const client = useQueryClient()
  const navigate = useNavigate()
  const format = useFormat()
  const refresh = useRefreshPromotions()
  const refused = (error: unknown) => onRefused(errorsFrom(problemOf(error).errors ?? []))
  const save = useMutation({
    mutationFn: (): Promise<PromotionRow> =>
      record === null
        ? unwrap(splot.POST('/v1/promotions', { body: sent(draft) }))
        : unwrap(
            splot.PUT('/v1/promotions/{id}', {
              params: { path: { id: record.id } },
              headers: { 'if-match': `"${version}"` },
              body: sent(draft),
            }),
          ),
    onSuccess: (saved) => {
      onSaved(saved)
      client.setQueryData<PromotionDetail>(['promotion', saved.id], (known) => ({
        promotion: saved,
        revisions: known?.revisions ?? [],
      }))
      refresh()
    },
    onError: refused,
  })
  const publish = async (publication: Publication) => {
    if (!record) return
    const { id } = isDirty ? await save.mutateAsync() : record
    try {
      const { startsAt, conflicts } = await unwrap(
        splot.POST('/v1/promotions/publications', { body: { ...publication, publish: [id] } }),
      )
      const when = format.date(startsAt, 'datetime')
      toast(
        conflicts.length > 0
          ? { title: t('publishedWith', { when }), status: 'warn' }
          : { title: t('published', { when }), status: 'ok' },
      )
    } catch (error) {
      refused(error)
      throw error
    } finally {
      refresh()
    }
  }
  const end = async (publication: Publication) => {
    if (!record) return
    const { startsAt } = await unwrap(
      splot.POST('/v1/promotions/publications', { body: { ...publication, archive: [record.id] } }),
    )
    refresh()
    toast({ title: t('ended', { when: format.date(startsAt, 'datetime') }), status: 'ok' })
  }
  const drop = async () => {
    if (!record) return
    await unwrap(
      splot.DELETE('/v1/promotions/{id}', {
        params: { path: { id: record.id } },
        headers: { 'if-match': `"${version}"` },
      }),
    )
    refresh()
    void navigate({ to: '/promotions' })
  }
  const saveDraft = async () => {
    const { id } = await save.mutateAsync()
    toast({ title: t('saved'), status: 'ok' })
    if (record === null) void navigate({ to: '/promotions/$id', params: { id }, replace: true })
  }
  return { save, saveDraft, publish, end, drop }
}
