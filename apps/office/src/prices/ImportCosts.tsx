import { unwrap } from '@splot/client'
import { Panel, toast } from '@splot/ui'
import { splot } from '../api/client.ts'
import { CsvForm, useCsvDoor } from './CsvDoor.tsx'
import { CsvErrors } from './CsvFile.tsx'
import { MAX_ROWS } from './csv-parts.ts'
import { useT } from './cost-words.ts'
import { useRefreshPrices } from './queries.ts'

/** A file of costs: they count at once, since no shopper sees them. */
export function ImportCosts() {
  const t = useT('costs')
  const refresh = useRefreshPrices()
  const door = useCsvDoor({
    post: (csv) => unwrap(splot.POST('/v1/prices/costs/imports', { body: { csv } })),
    onTaken: ({ added }) => {
      refresh()
      toast({ title: t('taken', { count: added }), status: 'ok' })
    },
  })
  const rows = String(MAX_ROWS)
  return (
    <>
      <Panel title={t('import')}>
        <CsvForm
          door={door}
          description={t('importLead', { rows })}
          tooLarge={t('tooLarge', { rows })}
          take={t('take')}
        />
      </Panel>
      {door.errors && <CsvErrors errors={door.errors} />}
    </>
  )
}
