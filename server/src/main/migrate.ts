/** `node server/src/main/migrate.ts`: brings the database of DATABASE_URL up to date and ends. */
import { ConfigError, readConfig } from '#platform/config'
import { migrate } from '#platform/database'

const { DATABASE_URL } = readConfig(process.env)
if (!DATABASE_URL) throw new ConfigError('DATABASE_URL says which database to migrate.')
const { applied } = await migrate(DATABASE_URL)
console.log(applied.length > 0 ? `Applied ${applied.join(', ')}` : 'Nothing to apply')
