import { linkOptions } from '@tanstack/react-router'
import { useFormat, useLocale } from '@splot/ui'
import { useEffectWords } from '../prices/exception-parts.tsx'
import { useListName } from '../prices/for-whom.tsx'
import { useNoteWords } from '../prices/ChangesPage.tsx'
import { sayHours } from '../promotions/say.ts'
import { useSaying } from '../promotions/parts.tsx'
import { isNowhere, type Entry } from './entries.ts'
import { useT } from './words.ts'

/** Where a line is changed: its editor, or its peek beside the list. */
export function editorOf(entry: Entry) {
  switch (entry.kind) {
    case 'promotion':
      return linkOptions({ to: '/promotions/$id', params: { id: entry.of.id } })
    case 'version':
      return linkOptions({ to: '/prices/changes/$id', params: { id: entry.of.change.id } })
    case 'exception':
      return linkOptions({ to: '/prices/exceptions', search: { peek: entry.of.id } })
    case 'list':
      return linkOptions({ to: '/prices/lists', search: { peek: entry.of.code } })
  }
}

/** A line in words: what it is, with what it does; where and for whom; in which hours; since when and until when. */
export function useEntryWords() {
  const t = useT('calendar')
  const { locale } = useLocale()
  const format = useFormat()
  const listName = useListName()
  const noteOf = useNoteWords()
  const sayEffect = useEffectWords()
  const { names } = useSaying()('')

  const what = (entry: Entry): string => {
    switch (entry.kind) {
      case 'promotion': {
        const { name, audience } = entry.of
        return audience === 'code' || audience === 'individual' ? `${name} (${t(audience)})` : name
      }
      case 'version':
        return `${noteOf(entry.of.change)} (${t(entry.of.kind === 'end' ? 'ends' : 'begins', { count: entry.of.skus })})`
      case 'exception':
        return `${entry.of.reason[locale]} (${sayEffect(entry.of.effect)})`
      case 'list':
        return listName(entry.of)
    }
  }
  const where = (entry: Entry): string => {
    if (isNowhere(entry)) return t('nowhere')
    const { channels, places, groups, segments } = entry
    const named = [
      ...(channels ?? []).map(names.channel),
      ...(places ?? []).map(names.place),
      ...(groups ?? []).map((group) => t('group', { group })),
      ...(segments ?? []).map((segment) => t('segment', { segment })),
    ]
    return named.join(', ') || t('everywhere')
  }
  const hours = (entry: Entry): string =>
    entry.kind === 'version'
      ? format.date(entry.of.at, 'time')
      : entry.windows.map((window) => sayHours(window, locale)).join(' · ')
  const from = ({ from: at }: Entry): string => (at === null ? t('always') : format.date(at, 'short'))
  const until = ({ until: at }: Entry): string => (at === null ? t('open') : format.date(at, 'short'))
  /** From when until when, in one go. */
  const span = (entry: Entry): string => {
    if (entry.from === entry.until) return entry.from === null ? t('always') : from(entry)
    return `${from(entry)} – ${until(entry)}`
  }
  return { what, where, hours, from, until, span }
}
