import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Badge, Button, buttonClass, Panel, Skeleton } from '@splot/ui'
import { ConfirmButton } from '../page/ConfirmButton.tsx'
import { SheetPage } from '../page/ListPage.tsx'
import { useMay } from '../page/names.tsx'
import { ProblemNote, ProblemState } from '../page/Problem.tsx'
import page from '../page/page.module.css'
import { ActionFields } from './ActionFields.tsx'
import { ConditionList } from './ConditionList.tsx'
import { Conflicts } from './Conflicts.tsx'
import {
  conditionKinds,
  emptyDraft,
  errorsOf,
  isSame,
  type FieldError,
  type PromotionDraft,
} from './draft.ts'
import { History } from './History.tsx'
import { NoWayIn } from './NoWayIn.tsx'
import { StatePill, useErrorOf } from './parts.tsx'
import { Preview } from './Preview.tsx'
import css from './promotions.module.css'
import { PublishButton } from './PublishButton.tsx'
import { contentOf, promotionQuery, type PromotionDetail, type PromotionRow } from './queries.ts'
import { NameFields, TermsFields } from './TermsFields.tsx'
import { useSteps } from './useSteps.ts'
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
      {record && record.state !== 'archived' && <NoWayIn id={record.id} draft={draft} />}
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
        <div className={css.beside}>
          <Preview draft={draft} isKnown={record !== null} />
        </div>
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
      {record && contentOf(record).audience !== 'public' && (
        <Link
          to="/promotions/coupons"
          search={{ promotionId: record.id }}
          className={buttonClass({ variant: 'quiet' })}
        >
          {t('coupons')}
        </Link>
      )}
      {/* What was not saved yet is not asked about: the simulator reads what the server keeps. */}
      {record && record.state !== 'archived' && !isDirty && (
        <Link
          to="/promotions/simulator"
          search={{
            [isPublished ? 'archive' : 'publish']: record.id,
            ...(contentOf(record).audience !== 'public' && { codes: 'all' }),
          }}
          className={buttonClass({ variant: 'quiet' })}
        >
          {t('simulate')}
        </Link>
      )}
      {record?.revision === 0 && (
        <ConfirmButton
          label={t('drop')}
          about={record.content.name}
          title={t('drop')}
          what={t('dropWhat')}
          run={steps.drop}
        />
      )}
      {record?.state === 'live' && <PublishButton label={t('end')} what={t('endWhat')} run={steps.end} />}
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
