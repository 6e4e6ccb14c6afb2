import { useFormat } from '@splot/ui'
import type { Money, Totals } from '../api/types.ts'
import { useT } from '../words/index.ts'
import css from './NetTotals.module.css'

const PPM = 1_000_000
/** Whose VAT needs no name. */
const HOME = 'PL'

/**
 * What a business reads: net, VAT and gross of each rate. The gross is what is agreed, and the net is what is left of it without its VAT,
 * counted once per rate over the whole purchase.
 */
export default function NetTotals({ totals: { vat, gross } }: Readonly<{ totals: Totals }>) {
  const t = useT('checkout')
  const format = useFormat()
  const sum = (pick: (row: Totals['vat'][number]) => Money): Money => ({
    ...gross,
    minor: vat.reduce((total, row) => total + pick(row).minor, 0),
  })
  const net = (row: Totals['vat'][number]): Money => ({
    ...row.gross,
    minor: row.gross.minor - row.vat.minor,
  })
  return (
    <table className={css.net}>
      <caption>{t('netTitle')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('rate')}</th>
          <th scope="col">{t('net')}</th>
          <th scope="col">{t('tax')}</th>
          <th scope="col">{t('gross')}</th>
        </tr>
      </thead>
      <tbody>
        {vat.map((row) => (
          <tr key={`${row.country} ${row.letter}`}>
            <th scope="row">
              {format.percent(row.ppm / PPM)}
              {row.country !== HOME && ` (${row.country})`}
            </th>
            <td>{format.money(net(row))}</td>
            <td>{format.money(row.vat)}</td>
            <td>{format.money(row.gross)}</td>
          </tr>
        ))}
      </tbody>
      {vat.length > 1 && (
        <tfoot>
          <tr>
            <th scope="row">{t('together')}</th>
            <td>{format.money(sum(net))}</td>
            <td>{format.money(sum((row) => row.vat))}</td>
            <td>{format.money(sum((row) => row.gross))}</td>
          </tr>
        </tfoot>
      )}
    </table>
  )
}
