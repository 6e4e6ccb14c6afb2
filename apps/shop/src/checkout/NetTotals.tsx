import { useFormat } from '@splot/ui'
import { useEffect, useState } from 'react'
import { netOf } from '../api/buy.ts'
import type { Money, Totals } from '../api/types.ts'
import { useT } from '../words/index.ts'
import css from './NetTotals.module.css'

const PPM = 1_000_000
/** Whose VAT businesses bear. */
const HOME = 'PL'

interface Row {
  readonly letter: string
  readonly ppm: number
  readonly gross: Money
  readonly vat: Money
}

/**
 * What a business reads: net, VAT and gross of each rate. The gross is what is agreed, and the net is what is left of it without its VAT,
 * counted once per rate over the whole purchase. A business bears the VAT of home wherever its parcel goes, so what a consumer abroad would
 * bear is counted anew.
 */
export default function NetTotals({ totals: { vat: told, gross } }: Readonly<{ totals: Totals }>) {
  const vat = useHomeRates(told, gross.currency)
  const t = useT('checkout')
  const format = useFormat()
  const sum = (pick: (row: Row) => Money): Money => ({
    ...gross,
    minor: vat.reduce((total, row) => total + pick(row).minor, 0),
  })
  const net = (row: Row): Money => ({
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
          <tr key={row.letter}>
            <th scope="row">{format.percent(row.ppm / PPM)}</th>
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

/** The rows at home rates; until those of goods that go abroad have come, none. */
function useHomeRates(told: Totals['vat'], currency: string): readonly Row[] {
  const isHome = told.every(({ country }) => country === HOME)
  const asked = JSON.stringify(told.map(({ letter, gross }) => ({ letter, grossMinor: gross.minor })))
  const [counted, setCounted] = useState<{ asked: string; rows: readonly Row[] } | null>(null)
  useEffect(() => {
    if (isHome) return
    const money = (minor: number) => ({ minor, currency })
    // Written a line above.
    const lines = JSON.parse(asked) as Parameters<typeof netOf>[0]
    void netOf(lines).then(
      (rates) =>
        setCounted({
          asked,
          rows: rates.map(({ letter, ppm, grossMinor, vatMinor }) => ({
            letter,
            ppm,
            gross: money(grossMinor),
            vat: money(vatMinor),
          })),
        }),
      // It is on the bill in any case.
      () => undefined,
    )
  }, [isHome, asked, currency])
  if (isHome) return told
  return counted?.asked === asked ? counted.rows : []
}
