import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { buttonClass } from '@splot/ui'
import { stockQuery } from '../api/queries.ts'
import { rowsOf } from '../page/DataTable.tsx'
import { PlaceName } from '../page/names.tsx'
import { Peek } from '../page/Peek.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import { RowHolds, RowPieces } from '../pieces/RowExplained.tsx'
import { useT } from '../words/index.ts'
import page from '../page/page.module.css'
import atp from './atp.module.css'
import { useT as useWhy } from './atp-words.ts'

type Props = Readonly<{ sku: string; locationId: string; onClose: () => void }>

/** Why pieces of an article are not available in a place: who holds them and where they lie, and the ways to every figure behind it. */
export function WhyRow({ sku, locationId, onClose }: Props) {
  const t = useT('stock')
  const why = useWhy('atp')
  const list = useInfiniteQuery(stockQuery({ sku, locationId }))
  const level = rowsOf(list)[0]
  return (
    <Peek label={t('whyRow', { sku })} title={<code>{sku}</code>} onClose={onClose}>
      <p className={page.muted}>
        <PlaceName id={locationId} />
      </p>
      <ProblemNote error={list.error} />
      {level && (
        <table className={atp.sum}>
          <tbody>
            {(['onHand', 'reserved', 'available'] as const).map((figure) => (
              <tr key={figure}>
                <th scope="row">{t(figure)}</th>
                <td>{level[figure]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <RowHolds sku={sku} locationId={locationId} />
      <RowPieces sku={sku} locationId={locationId} />
      <Link
        to="/stock/availability"
        search={{ sku, at: locationId, channel: 'web' }}
        className={buttonClass({ size: 's' })}
      >
        {t('wholeSum')}
      </Link>
      <Link to="/stock/movements" search={{ sku, locationId }} className={buttonClass({ size: 's' })}>
        {why('movements')}
      </Link>
    </Peek>
  )
}
