import { createI18n, defineMessages } from '@splot/ui'
import { en } from './words/en.ts'
import { pl } from './words/pl.ts'

/** The words of work with stock; they come with its screens. */
export const { useT } = createI18n(defineMessages(pl, en))
