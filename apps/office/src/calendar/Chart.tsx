import { HOME_ZONE } from '@splot/kernel'
import { Link } from '@tanstack/react-router'
import { useLocale, useNow } from '@splot/ui'
import { momentField } from '../promotions/moments.ts'
import css from './calendar.module.css'
import { columnsOf } from './days.ts'
import { entryKinds, type Entry } from './entries.ts'
import { editorOf, useEntryWords } from './say-entry.ts'
import { idleColumns } from './windows.ts'
import { useT } from './words.ts'

type Props = Readonly<{ entries: readonly Entry[]; days: readonly number[] }>

/** Four weeks: a list of bars over the days for each kind. */
export function Chart({ entries, days }: Props) {
  const t = useT('calendar')
  const words = useEntryWords()
  return (
    <div className={css.calendar}>
      <section className={css.grid} aria-label={t('title')}>
        <Days days={days} />
        {entryKinds.map((kind) => {
          const bars = entries.filter((entry) => entry.kind === kind)
          return (
            bars.length > 0 && (
              <section key={kind} className={css.kind} aria-labelledby={`calendar-${kind}`}>
                <h2 id={`calendar-${kind}`}>{t(`${kind}s`)}</h2>
                <ul className={css.bars}>
                  {bars.map((entry) => (
                    <Bar key={entry.key} entry={entry} days={days} words={words} />
                  ))}
                </ul>
              </section>
            )
          )
        })}
      </section>
    </div>
  )
}

function Days({ days }: Pick<Props, 'days'>) {
  const { locale } = useLocale()
  const today = momentField(useNow()).slice(0, 10)
  const dayAndMonth = new Intl.DateTimeFormat(locale === 'pl' ? 'pl-PL' : 'en-GB', {
    day: '2-digit',
    month: '2-digit',
    timeZone: HOME_ZONE,
  })
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: HOME_ZONE })
  return days.slice(0, -1).map((day) => {
    const date = momentField(day).slice(0, 10)
    return (
      <div key={day} className={css.day} data-now={date === today}>
        {weekday.format(day)}
        <br />
        {dayAndMonth.format(day)}
      </div>
    )
  })
}

type BarProps = Readonly<{
  entry: Entry
  days: readonly number[]
  words: ReturnType<typeof useEntryWords>
}>

/** One line over the days on which it counts; those on which its hours never come are left out of its colour. */
function Bar({ entry, days, words }: BarProps) {
  const columns = columnsOf(entry, days)
  if (!columns) return null
  const said = [words.what(entry), words.where(entry), words.hours(entry)].filter(Boolean).join(' · ')
  const span = words.span(entry)
  return (
    <li className={css.row}>
      <Link
        {...editorOf(entry)}
        className={css.bar}
        data-kind={entry.kind}
        title={`${said} · ${span}`}
        style={{ gridColumn: `${columns.start} / ${columns.end}` }}
      >
        {idleColumns(entry.windows, columns).map((column) => (
          <span
            key={column}
            aria-hidden
            className={css.idle}
            style={{ gridColumn: column - columns.start + 1 }}
          />
        ))}
        <span className={css.said}>
          {said}
          <span className={css.unseen}> · {span}</span>
        </span>
      </Link>
    </li>
  )
}
