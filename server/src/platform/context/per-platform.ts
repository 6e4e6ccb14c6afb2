import { invariant } from '@splot/kernel'
import type { CommandContext, Platform, ReadContext } from './context.ts'

/**
 * Something a process keeps in memory beside the database (a read model), one per platform. `set` it when it opens; `of`
 * finds it from the platform, a command context or a plain read context. A write context has none: inside a transaction
 * the truth is in the tables.
 */
export function perPlatform<Model>(name: string) {
  const models = new WeakMap<object, Model>()
  return {
    set(platform: Platform, model: Model): Model {
      models.set(platform, model)
      // Reads outside transactions share one `query`, so it stands for the platform in a read context.
      models.set(platform.read(nobody).query, model)
      return model
    },
    has: (platform: Platform): boolean => models.has(platform),
    of(source: Platform | CommandContext | ReadContext): Model {
      const key = 'platform' in source ? source.platform : 'query' in source ? source.query : source
      const model = models.get(key)
      invariant(model !== undefined, `the read model "${name}" is not open here`)
      return model
    },
  }
}

// Only to reach the shared `query`: nothing is ever asked in this name.
const nobody = {} as Parameters<Platform['read']>[0]
