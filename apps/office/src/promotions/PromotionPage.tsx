import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { unwrap } from '@splot/client'
import { Badge, Button, Panel, Skeleton, Table, toast, useFormat, type TableColumn } from '@splot/ui'
import { problemOf, splot } from '../api/client.ts'
import { ConfirmButton } from '../page/ConfirmButton.tsx'
import { SheetPage } from '../page/ListPage.tsx'
import { ShortTime } from '../page/Moment.tsx'
import { useMay, usePeople } from '../page/names.tsx'
import { ProblemNote, ProblemState } from '../page/Problem.tsx'
import page from '../page/page.module.css'
import { ActionFields } from './ActionFields.tsx'
import { ConditionList } from './ConditionList.tsx'
import { Conflicts } from './Conflicts.tsx'
import {
  conditionKinds,
  emptyDraft,
  errorsFrom,
  errorsOf,
  isSame,
  type FieldError,
  type PromotionDraft,
} from './draft.ts'
import { StatePill, useErrorOf, useRefreshPromotions } from './parts.tsx'
import { Preview } from './Preview.tsx'
import css from './promotions.module.css'
import { PublishButton, type Publication } from './PublishButton.tsx'
import { contentOf, promotionQuery, sent, type PromotionDetail, type PromotionRow } from './queries.ts'
import { NameFields, TermsFields } from './TermsFields.tsx'
import { useT } from './words.ts'

/** A promotion: its words as a form, and beside it what they do to an example basket. `new` is one that nobody has saved. */
export function PromotionPage() {
  const { id } = useParams({ from: '/promotions/$id' })
  const isNew = id === 'new'
  const promotion = useQuery({ ...promotionQuery(id), enabled: !isNew })
  if (isNew) return <Editor key="new" record={null} revisions={[]} isFetching={false} />
  if (promotion.isPending) return <Skeleton lines={10} className={page.skeleton} />
  if (!promotion.data)
    return <ProblemState error={promotion.error} onRetry={() => void promotion.refetch()} />
  const { promotion: record, revisions } = promotion.data
  return <Editor key={id} record={record} revisions={revisions} isFetching={promotion.isFetching} />
}

type EditorProps = Readonly<{
  record: PromotionRow | null
  revisions: PromotionDetail['revisions']
  isFetching: boolean
}>

function Editor({ record, revisions, isFetching }: EditorProps) {
  const t = useT('promo')
  const may = useMay()
  const [base, setBase] = useState({
    version: record?.version ?? 0,
    content: record ? contentOf(record) : emptyDraft,
  })
  const [draft, setDraft] = useState(base.content)
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  // Fields keep what was typed half; other words need fields made anew.
  const [round, setRound] = useState(0)
  const isDirty = !isSame(draft, base.content)
  // Somebody else's words replace what is shown only while nothing here waits to be saved.
  if (record && record.version !== base.version && !isDirty) {
    setBase({ version: record.version, content: contentOf(record) })
    setDraft(contentOf(record))
    setRound(round + 1)
  }
  const change = (next: PromotionDraft) => {
    setDraft(next)
    setErrors([])
  }
  const isFit = () => {
    const found = errorsOf(draft)
    setErrors(found)
    return found.length === 0
  }
  const steps = useSteps({
    record,
    version: base.version,
    draft,
    isDirty,
    onSaved: (saved) => {
      // What the server keeps is what is shown from now on; keys that it left out are the same as none.
      setBase({ version: saved.version, content: draft })
    },
    onRefused: setErrors,
  })
  return (
    <SheetPage
      title={record?.content.name ?? t('create')}
      refreshing={isFetching}
      above={<Link to="/promotions">{t('title')}</Link>}
      heading={
        <span className={css.heading}>
          {record?.content.name ?? t('create')}
          {record && <StatePill row={record} />}
          {isDirty && <Badge tone="warn">{t('unsaved')}</Badge>}
        </span>
      }
      lead={record?.state === 'live' && record.changed ? t('changedHint') : undefined}
      actions={
        may('promotions.write') && <Moves record={record} isDirty={isDirty} isFit={isFit} steps={steps} />
      }
    >
      {record && record.state !== 'archived' && <Conflicts draft={record.id} />}
      <ProblemNote error={steps.save.error} />
      {errors.length > 0 && (
        <p role="alert" className={css.error}>
          {t('fixFields')}
        </p>
      )}
      <div className={page.columns}>
        <div className={page.stack}>
          <Form key={round} draft={draft} errors={errors} onChange={change} />
          {record && <History revisions={revisions} />}
        </div>
        <Preview draft={draft} />
      </div>
    </SheetPage>
  )
}

function Form({
  draft,
  errors,
  onChange,
}: Readonly<{
  draft: PromotionDraft
  errors: readonly FieldError[]
  onChange: (draft: PromotionDraft) => void
}>) {
  const t = useT('promo')
  const errorOf = useErrorOf(errors)
  const fields = { draft, errorOf, onChange }
  return (
    <>
      <Panel title={t('basics')}>
        <div className={page.form}>
          <NameFields {...fields} />
        </div>
      </Panel>
      <Panel title={t('action')}>
        <div className={page.form}>
          <ActionFields
            action={draft.action}
            currency={draft.currency}
            errorOf={errorOf}
            onChange={(action) => onChange({ ...draft, action })}
          />
        </div>
      </Panel>
      <Panel title={t('conditions')}>
        <div className={page.form}>
          <p className={page.small}>{t('conditionsHint')}</p>
          <ConditionList
            at="/conditions"
            kinds={conditionKinds}
            conditions={draft.conditions}
            currency={draft.currency}
            errorOf={errorOf}
            onChange={(conditions) => onChange({ ...draft, conditions })}
          />
        </div>
      </Panel>
      <Panel title={t('terms')}>
        <div className={page.form}>
          <TermsFields {...fields} />
        </div>
      </Panel>
    </>
  )
}

type StepsOf = Readonly<{
  record: PromotionRow | null
  version: number
  draft: PromotionDraft
  isDirty: boolean
  onSaved: (saved: PromotionRow) => void
  onRefused: (errors: readonly FieldError[]) => void
}>

/** What can be done with a promotion: saving, publishing (which saves first), archiving, deleting a draft. */
function useSteps({ record, version, draft, isDirty, onSaved, onRefused }: StepsOf) {
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
  const archive = async (publication: Publication) => {
    if (!record) return
    const { startsAt } = await unwrap(
      splot.POST('/v1/promotions/publications', { body: { ...publication, archive: [record.id] } }),
    )
    refresh()
    toast({ title: t('archivedToast', { when: format.date(startsAt, 'datetime') }), status: 'ok' })
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
  return { save, saveDraft, publish, archive, drop }
}

function Moves({
  record,
  isDirty,
  isFit,
  steps,
}: Readonly<{
  record: PromotionRow | null
  isDirty: boolean
  isFit: () => boolean
  steps: ReturnType<typeof useSteps>
}>) {
  const t = useT('promo')
  const isPublished = record?.state === 'live' && !record.changed && !isDirty
  return (
    <>
      {record?.revision === 0 && (
        <ConfirmButton
          label={t('drop')}
          about={record.content.name}
          title={t('drop')}
          what={t('dropWhat')}
          run={steps.drop}
        />
      )}
      {record?.state === 'live' && (
        <PublishButton label={t('archive')} what={t('archiveWhat')} run={steps.archive} />
      )}
      <Button
        isDisabled={record !== null && !isDirty}
        isPending={steps.save.isPending}
        // What was refused is shown by the page.
        onPress={() => isFit() && void steps.saveDraft().catch(() => undefined)}
      >
        {t('save')}
      </Button>
      {record !== null && !isPublished && (
        <PublishButton
          label={t('publish')}
          what={t('publishWhat')}
          variant="primary"
          mayOpen={isFit}
          run={steps.publish}
        />
      )}
    </>
  )
}

type Revision = PromotionDetail['revisions'][number]

function History({ revisions }: Readonly<{ revisions: readonly Revision[] }>) {
  const t = useT('promo')
  return (
    <Panel title={t('history')} flush>
      <Table
        label={t('history')}
        columns={useRevisionColumns()}
        rows={revisions}
        rowKey={({ revision, ruleSet }) => `${revision} ${ruleSet}`}
        empty={<p className={page.skeleton}>{t('noHistory')}</p>}
      />
    </Panel>
  )
}

function useRevisionColumns(): TableColumn<Revision>[] {
  const t = useT('promo')
  const people = usePeople()
  return [
    {
      id: 'revision',
      header: t('revision'),
      align: 'end',
      width: 'narrow',
      cell: ({ revision }) => revision,
    },
    {
      id: 'starts',
      header: t('startsAt'),
      isRowHeader: true,
      cell: ({ startsAt }) => <ShortTime at={startsAt} />,
    },
    { id: 'reason', header: t('reason'), width: 'wide', cell: ({ reason }) => reason },
    { id: 'by', header: t('by'), cell: ({ publishedBy }) => (publishedBy && people.get(publishedBy)) ?? '–' },
  ]
}
