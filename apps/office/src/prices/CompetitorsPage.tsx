import { useState } from 'react'
import { Link } from '@tanstack/react-router'
import { unwrap } from '@splot/client'
import { Panel, Select, toast } from '@splot/ui'
import { splot } from '../api/client.ts'
import { SheetPage } from '../page/ListPage.tsx'
import page from '../page/page.module.css'
import { CsvForm, useCsvDoor } from './CsvDoor.tsx'
import { CsvErrors } from './CsvFile.tsx'
import { MAX_ROWS } from './csv-parts.ts'
import { useLists } from './parts.tsx'
import { useRefreshPrices } from './queries.ts'
import { useT } from './proposal-words.ts'

/** Takes in what others ask for the same goods. */
export function CompetitorsPage() {
  const t = useT('competitors')
  const rules = useT('rules')
  const refresh = useRefreshPrices()
  const currencies = [...new Set((useLists() ?? []).map((list) => list.currency))]
  const [chosen, setCurrency] = useState<string | null>(null)
  const currency = chosen ?? currencies[0] ?? 'PLN'
  const door = useCsvDoor({
    post: (csv) => unwrap(splot.POST('/v1/prices/competitors/csv', { body: { csv, currency } })),
    onTaken: ({ added }) => {
      refresh()
      toast({ title: t('added', { count: added }), status: 'ok' })
    },
  })
  const rows = String(MAX_ROWS)
  return (
    <SheetPage title={t('title')} above={<Link to="/prices/rules">{rules('title')}</Link>}>
      <div className={page.columns}>
        <Panel>
          <CsvForm
            door={door}
            description={t('lead', { rows })}
            tooLarge={t('tooLarge', { rows })}
            take={t('import')}
            variant="primary"
          >
            {currencies.length > 1 && (
              <Select
                label={t('currency')}
                choices={currencies.map((value) => ({ value, label: value }))}
                value={currency}
                onChange={setCurrency}
              />
            )}
          </CsvForm>
        </Panel>
        {door.errors && <CsvErrors errors={door.errors} />}
      </div>
    </SheetPage>
  )
}
