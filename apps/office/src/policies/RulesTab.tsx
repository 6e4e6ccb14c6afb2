import { useState } from 'react'
import { Button, EmptyState, IconButton, Panel, Table, toast, type TableColumn } from '@splot/ui'
import { PencilLine, Plus, ScrollText, Trash2 } from 'lucide-react'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import type { PolicyDetail, Rule } from './queries.ts'
import { RuleEditor } from './RuleEditor.tsx'
import { SaidTerms, useRuleScope } from './say-rule.tsx'
import { useT } from './words.ts'
import css from './policies.module.css'

type Numbered = Readonly<{ number: number; rule: Rule }>

type Props = Readonly<{
  policy: PolicyDetail
  regions: readonly string[]
  /** The number of a rule that a link points at. */
  marked: string | undefined
  isSaving: boolean
  onSave: (rules: readonly Rule[]) => Promise<unknown>
}>

/** The rules in their order; of a draft each can be changed, and every change is saved at once. */
export function RulesTab({ policy, regions, marked, isSaving, onSave }: Props) {
  const t = useT('policies')
  const common = useCommon('page')
  const [editing, setEditing] = useState<number | 'new' | null>(null)
  const { rules, state } = policy
  const isDraft = state === 'draft'
  const rows = rules.map((rule, index): Numbered => ({ number: index + 1, rule }))
  const scope = useScopeColumns()
  const remove = async (number: number) => {
    await onSave(rules.filter((_, index) => index !== number - 1))
    toast({ title: t('removed', { number: String(number) }), undo: () => void onSave(rules) })
  }
  const save = async (rule: Rule) => {
    await onSave(
      editing === 'new' ? [...rules, rule] : rules.map((old, index) => (index + 1 === editing ? rule : old)),
    )
    setEditing(null)
    toast({ title: t('saved'), status: 'ok' })
  }
  const rowActions = (number: number) => (
    <>
      <IconButton
        size="s"
        label={t('editRule', { number: String(number) })}
        onPress={() => setEditing(number)}
      >
        <PencilLine aria-hidden size={14} />
      </IconButton>
      <IconButton
        size="s"
        label={t('removeRule', { number: String(number) })}
        isDisabled={isSaving}
        onPress={() => void remove(number)}
      >
        <Trash2 aria-hidden size={14} />
      </IconButton>
    </>
  )
  const actions: TableColumn<Numbered> = {
    id: 'actions',
    header: <span className={css.spoken}>{common('actions')}</span>,
    align: 'end',
    width: 'narrow',
    cell: ({ number }) => rowActions(number),
  }
  const add = isDraft && (
    <Button icon={<Plus aria-hidden size={15} />} onPress={() => setEditing('new')}>
      {t('addRule')}
    </Button>
  )
  return (
    <>
      <div className={css.above}>
        <p className={page.muted}>{t('rulesLead')}</p>
        {add}
      </div>
      <Panel flush>
        <Table
          label={t('rules')}
          columns={[...scope, ...(isDraft ? [actions] : [])]}
          rows={rows}
          rowKey={({ number }) => String(number)}
          openKey={marked ?? null}
          {...(isDraft && { onOpen: ({ number }: Numbered) => setEditing(number) })}
          empty={<EmptyState icon={<ScrollText />} title={t('noRules')} why={t('noRulesWhy')} action={add} />}
        />
      </Panel>
      {editing !== null && (
        <RuleEditor
          title={editing === 'new' ? t('addRule') : t('rule', { number: String(editing) })}
          rule={editing === 'new' ? null : (rules[editing - 1] ?? null)}
          regions={regions}
          onSave={save}
          onClose={() => setEditing(null)}
        />
      )}
    </>
  )
}

function useScopeColumns(): TableColumn<Numbered>[] {
  const t = useT('policies')
  const say = useRuleScope()
  const quiet = (text: string, isWide: boolean) =>
    isWide ? <span className={page.muted}>{text}</span> : text
  return [
    {
      id: 'number',
      header: '#',
      align: 'end',
      width: 'narrow',
      cell: ({ number }) => <span className={page.muted}>{number}</span>,
    },
    {
      id: 'goods',
      header: t('goods'),
      isRowHeader: true,
      cell: ({ rule }) =>
        quiet(say(rule).goods, rule.scope.sku === undefined && rule.scope.category === undefined),
    },
    {
      id: 'where',
      header: t('where'),
      cell: ({ rule }) =>
        quiet(say(rule).where, rule.scope.locationId === undefined && rule.scope.region === undefined),
    },
    {
      id: 'channel',
      header: t('channel'),
      cell: ({ rule }) => quiet(say(rule).channel, rule.channelId === null),
    },
    { id: 'says', header: t('says'), width: 'wide', cell: ({ rule }) => <SaidTerms terms={rule.terms} /> },
  ]
}
