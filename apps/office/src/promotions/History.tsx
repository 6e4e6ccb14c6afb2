import { Panel, Table, type TableColumn } from '@splot/ui'
import { ShortTime } from '../page/Moment.tsx'
import { usePeople } from '../page/names.tsx'
import page from '../page/page.module.css'
import type { PromotionDetail } from './queries.ts'
import { useT } from './words.ts'

type Revision = PromotionDetail['revisions'][number]

/** What was published of a promotion, when, why and by whom. */
export function History({ revisions }: Readonly<{ revisions: readonly Revision[] }>) {
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
