import { useFormat, useLocale } from '@splot/ui'
import { useEffect, useState } from 'react'
import { readCredits } from '../api/account.ts'
import type { Credit } from '../api/types.ts'
import { useT } from '../words/index.ts'
import { problemWords } from '../words/problem.ts'
import css from './Account.module.css'

/** What the shop owes her to spend, and how it came to be. */
export function MyCredit() {
  const t = useT('account')
  const tp = useT('problems')
  const [credits, setCredits] = useState<readonly Credit[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(
    () => void readCredits().then(setCredits, (error: unknown) => setProblem(problemWords(tp, error))),
    [tp],
  )
  return (
    <section className={css.part} aria-labelledby="my-credit">
      <h2 id="my-credit">{t('credit')}</h2>
      {problem && <p role="alert">{problem}</p>}
      {credits?.length === 0 && <p>{t('noCredit')}</p>}
      {credits?.map((credit) => (
        <OneCredit key={credit.balance.currency} credit={credit} />
      ))}
    </section>
  )
}

function OneCredit({ credit: { balance, held, entries } }: Readonly<{ credit: Credit }>) {
  const t = useT('account')
  const format = useFormat()
  const { locale } = useLocale()
  return (
    <>
      <p className={css.amount}>{t('balance', { amount: format.money(balance) })}</p>
      {held.minor > 0 && <p>{t('held', { amount: format.money(held) })}</p>}
      <p className={css.small}>{t('creditWhy')}</p>
      {/* Scrolled by keys where it is wider than the screen. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className={css.scroll} aria-label={t('entries')} tabIndex={0}>
        <table className={css.entries}>
          <thead>
            <tr>
              <th scope="col">{t('entryAt')}</th>
              <th scope="col">{t('entryWhat')}</th>
              <th scope="col" className={css.number}>
                {t('entryAmount')}
              </th>
              <th scope="col" className={css.number}>
                {t('entryBalance')}
              </th>
            </tr>
          </thead>
          <tbody>
            {entries.map(({ at, words, amount, balanceAfter }) => (
              <tr key={`${at} ${balanceAfter.minor} ${amount.minor}`}>
                <td>{format.date(at, 'day')}</td>
                <td>{words[locale]}</td>
                <td className={css.number}>{format.money(amount)}</td>
                <td className={css.number}>{format.money(balanceAfter)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  )
}
