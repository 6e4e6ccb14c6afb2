// Only the core of use-intl: its React provider would bring a second place where the language lives.
export { createTranslator } from 'use-intl/core'
export type { NamespaceKeys, NestedKeyOf, _Translator as Translator } from 'use-intl/core'
